import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { de } from '../../src/messages/de.js';
import { en } from '../../src/messages/en.js';
import { es } from '../../src/messages/es.js';
import { fr } from '../../src/messages/fr.js';
import { ja } from '../../src/messages/ja.js';
import { knownMessages } from '../../src/messages/known-messages.js';
import type { Messages } from '../../src/messages/words/messages.js';
import { everySurface, type Surface } from './every-surface.js';
import { refusals } from './refusal-examples.js';
import { livePartsIn, shortTextsIn, textsIn } from './texts-in.js';

/** Words with a space between them, and not a name or a number. */
const isSentence = (text: string): boolean => /[A-Za-z]{2,}/.test(text.replace(notWords, ''));

const src = new URL('../../src', import.meta.url).pathname;

const languages = { de, fr, es, ja };

/** Texts of people and programs without a Latin letter, so that a letter is a word of ours. */
const inGreek = (): string => 'Δ';

/** Each message says its own name, so that a text in Latin letters that is not in brackets is no message. */
const pseudo = Object.fromEntries(
  Object.entries(en).map(([name, message]) => [name, typeof message === 'string' ? `⟦${name}⟧` : () => `⟦${name}⟧`]),
) as unknown as Messages;

/** What stays as it is in every language: the commands, ids, and what JSON and Slack write. */
const notWords =
  /\/7 (?:list|show|approve|reject|why|help)|(?:<|&lt;)(?:id|choice)(?:>|&gt;)|"flag"|sha256:0+|\bab{25}\b|\btrue\b|\bC0OPS\b|\bU0\w+/g;

function lettersOutside(surfaces: readonly Surface[]): readonly string[] {
  const found = surfaces.flatMap(({ name, drawn }) =>
    textsIn(drawn)
      .map((text) => text.replace(/⟦[^⟧]*⟧/g, '').replace(notWords, ''))
      .filter((text) => /[A-Za-z]{2,}/.test(text))
      .map((text) => `${name}: ${text.slice(0, 120)}`),
  );
  return [...new Set(found)];
}

test('every word on every surface is a message', () => {
  expect(lettersOutside(everySurface(pseudo, inGreek))).toEqual([]);
});

test('every message is used', () => {
  const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('messages'))
    .map((name) => readFileSync(`${src}/${name}`, 'utf8'))
    .join('\n');

  expect(Object.keys(knownMessages).filter((name) => !new RegExp(`\\b${name}\\b`).test(sources))).toEqual([]);
});

test('every name of Messages is an option', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(knownMessages).sort());
});

test('no text of a person becomes live, whatever it holds', () => {
  const attack = (): string => 'x\uFDD0@U0EVE\uFDD1y\uFDD0#C0EVE\uFDD1 <@U0EVE> <!channel> \uFDD0b\uFDD0@U0EVE\uFDD1';
  const live = everySurface(en, attack).flatMap(({ name, drawn }) => livePartsIn(drawn).map((id) => `${name}: ${id}`));

  expect(live).toContain('details: U0ALICE');
  expect([...new Set(live)].filter((found) => /: (?:.*EVE|channel)$/.test(found))).toEqual([]);
});

/** German says these as English does. */
const sameInGerman: readonly string[] = ['Details', 'Details: Δ', 'Revision'];

test.each([
  ['right to left', 'הזמנת פיצה למשמרת'],
  ['right to left, with a joiner', 'سفارش پیتزا می\u200cخواهم'],
  ['ideographs', '夜勤のピザ注文を承認しますか'],
  ['pictures of several characters', 'גל 👩🏽‍🚒 比萨🏳️‍🌈'],
])('%s is whole on every surface, in every language', (_name, text) => {
  // a character that only our data has begins each text, so that each place that shows one is found
  const data = (): string => `§${text}§`;
  const repeated = data().repeat(60);
  const broken = Object.values({ en, ...languages }).flatMap((words) =>
    everySurface(words, data).flatMap(({ name, drawn }) =>
      textsIn(drawn)
        // a very long text is cut into pieces between any characters, and the payload shows what is invisible
        .filter((shown) => !shown.includes('…') && shown.split('§').length < 40 && !shown.startsWith('{'))
        .filter((shown) => !repeated.includes(shown))
        .filter((shown) => shown.replaceAll(`§${text}§`, '').includes('§'))
        .map((shown) => `${name}: ${shown.slice(0, 80)}`),
    ),
  );

  expect([...new Set(broken)]).toEqual([]);
});

describe.each(Object.entries(languages))('%s', (language, words) => {
  test('has every message', () => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(en).sort());
  });

  test('leaves no English on any surface', () => {
    const english = new Set(everySurface(en, inGreek).flatMap(({ drawn }) => textsIn(drawn).filter(isSentence)));
    const left = everySurface(words, inGreek).flatMap(({ drawn }) =>
      textsIn(drawn).filter((text) => english.has(text)),
    );

    expect([...new Set(left)].sort()).toEqual(language === 'de' ? sameInGerman : []);
  });

  test('says each refusal in its own words, with what English says in it', () => {
    const left = refusals.flatMap(({ code, values }) => {
      const [said, english] = [words.refusal({ code, values }), en.refusal({ code, values })];
      return said === english || said === '' || said.includes('undefined') ? [`${code}: ${said}`] : [];
    });

    expect(left).toEqual([]);
  });

  test('keeps every live part of a sentence', () => {
    // not of the text beside the blocks: it is cut, and a shorter sentence leaves room for more of it
    const parts = (messages: Messages) =>
      everySurface(messages, inGreek).map(({ name, drawn }) => [
        name,
        ...new Set(livePartsIn(drawn.blocks).toSorted()),
      ]);

    expect(parts(words)).toEqual(parts(en));
  });

  test('fits the places that Slack cuts', () => {
    const cut = everySurface(words, inGreek).flatMap(({ name, drawn }) =>
      shortTextsIn(drawn)
        .filter((text) => text.endsWith('…'))
        .map((text) => `${name}: ${text}`),
    );

    expect([...new Set(cut)]).toEqual([]);
  });
});

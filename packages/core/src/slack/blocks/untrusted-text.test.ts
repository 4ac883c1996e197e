import type { KnownBlock, View } from '@slack/types';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actions, context, fields, header, image, input, section } from './blocks.js';
import { button, confirm, option, plainTextInput, staticSelect } from './elements.js';
import { escapeMrkdwn, link, mention, slackDate } from './mrkdwn.js';
import {
  linkLeaf,
  richText,
  richTextList,
  richTextPreformatted,
  richTextQuote,
  richTextSection,
  userLeaf,
} from './rich-text.js';
import { mrkdwn, plain } from './text-objects.js';
import { modal } from './view.js';

const hostile = fc.constantFrom(
  ...['<!channel>', '<!here|here>', '<!subteam^S0ONCALL>', '<@U0ALICE>', '<#C0ORDERS>', '<mailto:a@a.example|a>'],
  ...[
    '<https://evil.example|https://good.example>',
    '@everyone',
    '@channel',
    '#general',
    '```',
    '*',
    '_',
    '>',
    '<',
    '|',
  ],
  ...[
    '&lt;!channel&gt;',
    '&amp;lt;',
    '&',
    ';',
    ':pizza:',
    '\u202e',
    '\u200b',
    '\ud83c',
    '\n> ',
    '<!date^0^{date}|x>',
    'x'.repeat(3000),
  ],
);
const text = fc
  .array(fc.oneof(hostile, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 12 })
  .map((parts) => parts.join(''));

/** Everything a card and a modal can be made of, with one untrusted text in every place. */
function everythingOf(theirs: string): (KnownBlock | View)[] {
  const dialog = confirm({ title: theirs, text: theirs, confirm: theirs, deny: theirs });
  const blocks: KnownBlock[] = [
    header(theirs),
    section(theirs),
    section(plain(theirs)),
    section(
      mrkdwn(
        `*Asked by* ${mention(theirs)} ${escapeMrkdwn(theirs)} ${link('https://ours.example/', theirs)} ${link(theirs, 'x')}`,
      ),
    ),
    section(mrkdwn(`Until ${slackDate(0, '{time}', theirs)} ${slackDate(0, theirs, 'noon')}`)),
    fields({ Label: theirs, ...(theirs === '__proto__' ? {} : { [theirs]: 'value' }) }),
    context([theirs]),
    actions([
      button({ text: theirs, actionId: 'a', accessibilityLabel: theirs, confirm: dialog }),
      staticSelect({ actionId: 'b', options: [option(theirs, 'v')], placeholder: theirs }),
    ]),
    image({ url: 'https://ours.example/i.png', altText: theirs, title: theirs }),
    input({
      label: theirs,
      hint: theirs,
      element: plainTextInput({ actionId: 'a', placeholder: theirs, initialValue: theirs }),
    }),
    richText(theirs),
    richText([
      richTextSection([theirs, userLeaf(theirs), linkLeaf('https://ours.example/', theirs), linkLeaf(theirs, 'x')]),
      richTextQuote([theirs]),
      richTextPreformatted(theirs),
      richTextList([[theirs]]),
    ]),
  ];
  return [...blocks, modal({ title: theirs, blocks, submit: theirs, close: theirs })];
}

/** Every object in a tree, found without knowing what any of them mean. */
function objectsIn(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (typeof value !== 'object' || value === null) return [];
  // JSON objects and nothing else
  const object = value as Record<string, unknown>;
  return [object, ...Object.values(object).flatMap(objectsIn)];
}

/** Slack's own rule, written apart from ours: what stands between `<` and the next `>` is a token, everything else is text. */
function tokensIn(markup: string): { readonly tokens: string[]; readonly rest: string } {
  const tokens: string[] = [];
  let rest = '';
  for (let at = 0; at < markup.length; at++) {
    const end = markup.charAt(at) === '<' ? markup.indexOf('>', at) : -1;
    if (end === -1) rest += markup.charAt(at);
    else {
      tokens.push(markup.slice(at + 1, end));
      at = end;
    }
  }
  return { tokens, rest };
}

test('no untrusted text becomes a token: all tokens in all markup are ours', () => {
  const ours = /^(https:\/\/ours\.example\/(\|[^<>]*)?|!date\^0\^[^<>^|]*\|[^<>]*)$/;
  fc.assert(
    fc.property(text, (theirs) => {
      for (const object of objectsIn(everythingOf(theirs))) {
        if (object.type !== 'mrkdwn') continue;
        const { tokens, rest } = tokensIn(String(object.text));

        expect(tokens.filter((token) => !ours.test(token) && token !== `@${theirs}`)).toEqual([]);
        expect(rest).not.toMatch(/[<>]/);
        expect(rest.replace(/&(amp|lt|gt);/g, '')).not.toContain('&');
        expect(object.verbatim).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test('outside our markup, untrusted text is plain text without emoji, or a leaf of rich text', () => {
  const leaves = new Set(['text', 'link', 'user']);
  fc.assert(
    fc.property(text, (theirs) => {
      for (const object of objectsIn(everythingOf(theirs))) {
        if (object.type === 'plain_text') expect(object.emoji).toBe(false);
        else if (typeof object.text === 'string' && object.type !== 'mrkdwn')
          expect(leaves.has(String(object.type))).toBe(true);
        if (object.type === 'link') expect(object.url).toMatch(/^https?:\/\//);
        if (object.type === 'user') expect(object.user_id).toMatch(/^[UW][A-Z0-9]+$/);
      }
    }),
    { numRuns: 300 },
  );
});

test('no untrusted text hides, reorders or breaks other text', () => {
  fc.assert(
    fc.property(text, (theirs) => {
      for (const { type, text: shown } of objectsIn(everythingOf(theirs))) {
        if (typeof shown !== 'string') continue;
        expect(shown, String(type)).not.toMatch(/[\p{Bidi_Control}\u200b\ufeff\p{Cs}]/u);
        expect(shown.length).toBeGreaterThan(0);
        expect(shown.length).toBeLessThanOrEqual(3000);
      }
    }),
    { numRuns: 300 },
  );
});

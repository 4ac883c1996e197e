import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeMrkdwn, slackDate } from './mrkdwn.js';
import { cleanText, cutMrkdwn, cutText, fitMrkdwn, fitText, piecesOf } from './text.js';

const anyText = fc.string({
  unit: fc.oneof(fc.constantFrom(...'<>&;|^!@#🍕ß\u202e\u200b\n\r\t*_~`'), fc.string({ unit: 'binary', maxLength: 1 })),
});

describe('cleaning', () => {
  test.each([
    ['controls', 'a\u0000b\u0007c\u001b[31md\u007fe\u009bf', 'abc[31mdef'],
    ['direction overrides', 'pay \u202eorue 001\u202c now', 'pay orue 001 now'],
    ['direction isolates and marks', '\u2066a\u2067b\u2068c\u2069d\u200ee\u200ff\u061cg', 'abcdefg'],
    ['zero-width characters', '@\u200bevery\u200c\u200done\u2060\ufeff\u00ad', '@everyone'],
    ['invisible tags', `a${String.fromCodePoint(0xe0041, 0xe007f)}b`, 'ab'],
    ['halves of surrogate pairs', 'a\ud83cb\udf55c', 'abc'],
  ])('removes %s', (_name, text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  test('keeps tabs, and makes every line end a line feed', () => {
    expect(cleanText('a\tb\nc\r\nd\re\u2028f\u2029g\u0085h')).toBe('a\tb\nc\nd\ne\nf\ng\nh');
  });

  test.each(['', 'Order pizza?', 'größer 🍕 日本語 العربية עברית', '🏳️ e\u0301'])('leaves %j as it is', (text) => {
    expect(cleanText(text)).toBe(text);
  });

  test.each([
    ['a family of one picture', '👩‍👩‍👧 👩🏽‍🚒 🏳️‍🌈'],
    ['a Persian word', 'می\u200cخواهم'],
    ['a Devanagari conjunct', 'क्\u200dष और न्\u200cम'],
    ['a mark of direction inside a Hebrew word', 'צה\u200f״ל שנת\u200e2026'.replace('״', 'ל')],
  ])('keeps %s', (_name, text) => {
    expect(cleanText(text)).toBe(text);
  });

  test.each([
    ['a joiner at the end of a word', 'می\u200c', 'می'],
    ['two joiners in a row', 'می\u200c\u200cخواهم', 'میخواهم'],
    ['a joiner between two scripts', 'pay\u200cمی', 'payمی'],
    ['a joiner between a picture and a word', '🍕\u200dpizza', '🍕pizza'],
    ['a mark of direction beside a space', 'שלום \u200f2026', 'שלום 2026'],
    ['a mark of direction between Latin letters', 'pay\u200fpal', 'paypal'],
  ])('removes %s', (_name, text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  test('leaves nothing to clean', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(cleanText(cleanText(text))).toBe(cleanText(text));
        expect(cleanText(text)).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b\ufeff\r\p{Cs}]/u);
      }),
    );
  });
});

describe('pieces of a text', () => {
  test.each([
    ['', 3, ['']],
    ['abc', 3, ['abc']],
    ['abcdefg', 3, ['abc', 'def', 'g']],
    ['ab🍕c', 3, ['ab', '🍕c']],
    ['🍕🍕', 2, ['🍕', '🍕']],
    ['ab👩🏽‍🚒', 7, ['ab', '👩🏽‍🚒']],
    ['abe\u0301', 3, ['ab', 'e\u0301']],
    ['e\u0301\u0302\u0303', 2, ['e\u0301', '\u0302\u0303']],
  ])('%j of at most %i units are %j', (text, max, pieces) => {
    expect(piecesOf(text, max)).toEqual(pieces);
  });
});

describe('cutting', () => {
  test.each([
    ['abcd', 4, 'abcd'],
    ['abcde', 4, 'abc…'],
    ['ab🍕d', 5, 'ab🍕d'],
    ['ab🍕de', 5, 'ab🍕…'],
    ['ab🍕de', 4, 'ab…'],
    ['🍕🍕', 2, '…'],
    ['abc', 1, '…'],
  ])('%j at %i is %j', (text, max, cut) => {
    expect(cutText(text, max)).toBe(cut);
  });

  test.each([
    ['a &amp; b', 9, 'a &amp; b'],
    ['a &amp; bc', 9, 'a &amp; …'],
    ['a &amp; bc', 8, 'a &amp;…'],
    ['a &amp; bc', 7, 'a …'],
    ['a &amp; bc', 4, 'a …'],
    ['a &amp; bc', 3, 'a …'],
    ['R&D is a department', 10, 'R&D is a …'],
    ['by <@U0ALICE> now', 17, 'by <@U0ALICE> now'],
    ['by <@U0ALICE> now!', 14, 'by <@U0ALICE>…'],
    ['by <@U0ALICE> now!', 13, 'by …'],
    ['by <@U0ALICE> now!', 5, 'by …'],
    ['<https://a.example/?a=1&amp;b=2|label>', 30, '…'],
    ['a &lt; <https://a.example|b>', 12, 'a &lt; …'],
    ['ab🍕cd', 4, 'ab…'],
  ])('mrkdwn %j at %i is %j', (markup, max, cut) => {
    expect(cutMrkdwn(markup, max)).toBe(cut);
  });

  test('returns the beginning of the text, within the limit', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, max) => {
        const cut = cutText(cleanText(text), max);

        expect(cut.length).toBeLessThanOrEqual(max);
        expect(cleanText(text).startsWith(cut.replace(/…$/, ''))).toBe(true);
        expect(cut).not.toMatch(/\p{Cs}/u);
      }),
    );
  });

  test('leaves every entity and token of mrkdwn whole', () => {
    const pieces = fc.array(
      fc.oneof(
        anyText.map((text) => escapeMrkdwn(cleanText(text))),
        fc.constantFrom('<@U0ALICE>', '<https://a.example/?a=1&amp;b=2|a &amp; b>', slackDate(0, '{time}', 'noon')),
      ),
    );
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 60 }), (parts, max) => {
        const cut = cutMrkdwn(parts.join(''), max);
        const left = cut.replace(/<[^<>]*>/g, '').replace(/&(amp|lt|gt);/g, '');

        expect(cut.length).toBeLessThanOrEqual(max);
        expect(left).not.toMatch(/[<>&]|\p{Cs}/u);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('fitting', () => {
  test.each(['', ' ', '\n\t', '\u200b\u202e', '\ud83c'])('shows that %j is nothing', (text) => {
    expect(fitText(text, 10)).toBe('—');
    expect(fitMrkdwn(text, 10)).toBe('—');
  });

  test('cleans before it cuts', () => {
    expect(fitText('\u200ba\u200bb\u200bc', 3)).toBe('abc');
    expect(fitMrkdwn('\u200b&amp;\u200b', 5)).toBe('&amp;');
  });
});

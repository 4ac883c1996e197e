import type { KnownBlock, RichTextBlock } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wordsOf } from '../../messages/words-of.js';
import { payloadBlocks } from './payload-blocks.js';

const blocksOf = (payload: unknown) => payloadBlocks({ payload, words: wordsOf({}) });

/** The texts of the code blocks. */
function chunksIn(blocks: readonly KnownBlock[]): readonly string[] {
  return blocks
    .filter((block): block is RichTextBlock => block.type === 'rich_text')
    .flatMap(({ elements }) => elements)
    .flatMap((element) => (element.type === 'rich_text_preformatted' ? element.elements : []))
    .map((leaf) => (leaf.type === 'text' ? leaf.text : ''));
}

/** What a reader sees, as JSON again. Without its line breaks, which may stand anywhere. */
const readBack = (blocks: readonly KnownBlock[]): unknown => JSON.parse(chunksIn(blocks).join('').replaceAll('\n', ''));

test.each<[payload: unknown, shown: string]>([
  [{ size: 'large', toppings: ['ham'] }, '{\n  "size": "large",\n  "toppings": [\n    "ham"\n  ]\n}'],
  ['*bold* <@U0ALICE> ```', '"*bold* <@U0ALICE> ```"'],
  [null, 'null'],
  [0, '0'],
  ['', '""'],
  [{ to: 'a\u202eb\u200bc\u00ad' }, '{\n  "to": "a\\u202eb\\u200bc\\u00ad"\n}'],
  ['tag\u{e0041}', '"tag\\udb40\\udc41"'],
  ['a\u2028b', '"a\\u2028b"'],
  ['Käse 🍕', '"Käse 🍕"'],
])('%j is literal text, and nothing in it is invisible', (payload, shown) => {
  expect(chunksIn(blocksOf(payload))).toEqual([shown]);
});

describe('a long payload', () => {
  test('is whole, over several blocks of at most 3,000 characters', () => {
    const payload = { log: 'x'.repeat(20_000), lines: Array.from({ length: 1_000 }, (_, index) => `line ${index}`) };
    const blocks = blocksOf(payload);

    expect(readBack(blocks)).toEqual(payload);
    expect(Math.max(...chunksIn(blocks).map((chunk) => chunk.length))).toBeLessThanOrEqual(3_000);
  });

  test('of emoji is not cut within one', () => {
    const payload = `a${'🍕'.repeat(8_000)}`;

    expect(readBack(blocksOf(payload))).toBe(payload);
  });

  test('of many small parts is shown without indentation, so that it fits a modal', () => {
    const payload = Array.from({ length: 15_000 }, () => 1);
    const blocks = blocksOf(payload);

    expect(readBack(blocks)).toEqual(payload);
    expect(blocks.length).toBeLessThan(60);
  });

  test.each([
    ['zero-width characters', '\u200b'.repeat(10_900)],
    ['quotation marks', '"'.repeat(16_000)],
    ['backslashes', '\\'.repeat(16_000)],
    ['control characters', '\u0001'.repeat(5_400)],
    ['half-full lines', Array.from({ length: 20 }, () => 'y'.repeat(1_600))],
  ])('of %s stays within the limits of a modal', (_, payload) => {
    const blocks = blocksOf(payload);

    expect(readBack(blocks)).toEqual(payload);
    expect(blocks.length).toBeLessThan(60);
    // Slack takes 250 KB for the whole view
    expect(Buffer.byteLength(JSON.stringify(blocks))).toBeLessThan(180 * 1_024);
  });
});

test('any payload can be read back whole', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (payload) => {
      // JSON has no -0
      expect(readBack(blocksOf(payload))).toEqual(JSON.parse(JSON.stringify(payload)));
    }),
  );
});

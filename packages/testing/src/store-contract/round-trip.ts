import assert from 'node:assert/strict';
import type { Row } from '@k8s-pizza/slack-approval/store';
import { aRow, now } from '../a-row.js';
import { assertSame } from '../contract/assertions.js';
import type { Suite } from './suite.js';

const fullRow = aRow({
  queue: 'team-b/pizza-order',
  status: 'approved',
  requesterId: 'Zoë 🍕',
  askedAt: now - 1,
  dueAt: now + 2,
  leaseToken: 'token-1',
  leaseUntil: now + 60_000,
  claimCount: 3,
  attention: 'stuck',
  body: '{"title":"Order pizza?"}',
});

const nulls: Partial<Row> = { requesterId: null, dueAt: null, leaseToken: null, leaseUntil: null, attention: null };

// What JSON.stringify can produce: it escapes U+0000 to U+001F and lone surrogates, and leaves everything else as it is.
const texts: readonly (readonly [string, string])[] = [
  ['quotes, backslashes and percent signs', `'"\\\\ %s ? $1 @id :id; --`],
  ['line ends of all kinds', 'a\nb\r\nc\u2028d\u2029e\u0085'],
  ['escaped U+0000 and lone surrogates', 'a\u0000b\ud800c\udc00'],
  ['a leading byte order mark', '\ufeffa'],
  ['composed and decomposed letters', 'é e\u0301 ﬁ Å Å'],
  ['right-to-left text and its controls', 'שלום \u202eabc\u202c'],
  ['characters beyond the basic plane', '👩‍👩‍👧‍👦 𝔘 \u{10ffff}'],
  ['noncharacters and the replacement character', '\uffff\ufffe\ufffd'],
];

/** 256 KB of UTF-8, nearly all of it one character; the shift moves where a store that cuts bodies would cut. */
function largeBody(character: string, shift: number): string {
  const room = 256 * 1024 - JSON.stringify('x'.repeat(shift)).length;
  const size = Buffer.byteLength(character);
  const filling = character.repeat(Math.floor(room / size)) + 'x'.repeat(room % size);
  return JSON.stringify('x'.repeat(shift) + filling);
}

// A byte order mark is dropped where a decoder takes a piece for the beginning of a text.
const largeBodies = Object.entries({ '🍕': '🍕', 'byte order marks': '\ufeff' }).flatMap(([name, character]) =>
  [0, 1, 2, 3].map((shift) => ({ name, character, shift })),
);

export function roundTripContract({ test }: Suite): void {
  test('gives back null for an id that was never put', async ({ store }) => {
    assert.equal(await store.get('aunknown'), null);
  });

  test('gives back every field as it was put', async ({ store }) => {
    await store.put(fullRow, 0);

    assertSame(await store.get(fullRow.id), { ...fullRow, version: 1 });
  });

  test('keeps null apart from every other value', async ({ store }) => {
    await store.put({ ...fullRow, ...nulls }, 0);

    assertSame(await store.get(fullRow.id), { ...fullRow, ...nulls, version: 1 });
  });

  test('has what was put where a reader behind the port finds it', async ({ store, readRow }) => {
    await store.put(fullRow, 0);

    assertSame(await readRow(fullRow.id), { ...fullRow, version: 1 });
  });

  for (const [what, text] of texts)
    test(`keeps a body with ${what}`, async ({ store }) => {
      const body = JSON.stringify({ text });

      await store.put(aRow({ body }), 0);

      assert.equal((await store.get('aone'))?.body, body);
    });

  for (const { name, character, shift } of largeBodies)
    test(`keeps a body of 256 KB of ${name}, shifted by ${shift} bytes`, async ({ store }) => {
      const body = largeBody(character, shift);
      assert.equal(Buffer.byteLength(body), 256 * 1024);

      await store.put(aRow({ body }), 0);

      // 256 KB would flood the message
      assert.ok((await store.get('aone'))?.body === body, '`get` gave back another body.');
      assert.ok((await store.list({ limit: 1 })).rows[0]?.body === body, '`list` gave back another body.');
    });

  test('keeps its own copy: a row changed after its put is not changed in the store', async ({ store }) => {
    const row = { ...fullRow };

    await store.put(row, 0);
    row.status = 'rejected';

    assert.equal((await store.get(row.id))?.status, 'approved');
  });
}

import type { Row } from '@k8s-pizza/slack-approval/store';
import { aRow, now } from '../a-row.js';
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
const largeBodies = ['🍕', '\ufeff'].flatMap((character) => [0, 1, 2, 3].map((shift) => ({ character, shift })));

export function roundTripContract({ test, expect, open, readRow }: Suite): void {
  test('gives back null for an id that was never put', async () => {
    const store = await open();

    expect(await store.get('aunknown')).toBeNull();
  });

  test('gives back every field as it was put', async () => {
    const store = await open();

    await store.put(fullRow, 0);

    expect(await store.get(fullRow.id)).toEqual({ ...fullRow, version: 1 });
  });

  test('keeps null apart from every other value', async () => {
    const store = await open();

    await store.put({ ...fullRow, ...nulls }, 0);

    expect(await store.get(fullRow.id)).toEqual({ ...fullRow, ...nulls, version: 1 });
  });

  test('has what was put where a reader behind the port finds it', async () => {
    const store = await open();

    await store.put(fullRow, 0);

    expect(await readRow(fullRow.id)).toEqual({ ...fullRow, version: 1 });
  });

  test.each(texts)('keeps a body with %s', async (_, text) => {
    const store = await open();
    const body = JSON.stringify({ text });

    await store.put(aRow({ body }), 0);

    expect((await store.get('aone'))?.body).toBe(body);
  });

  test.each(largeBodies)(
    'keeps a body of 256 KB of $character, shifted by $shift bytes',
    async ({ character, shift }) => {
      const store = await open();
      const body = largeBody(character, shift);
      expect(Buffer.byteLength(body)).toBe(256 * 1024);

      await store.put(aRow({ body }), 0);

      expect((await store.get('aone'))?.body === body).toBe(true);
      expect((await store.list({ limit: 1 })).rows[0]?.body === body).toBe(true);
    },
  );

  test('keeps its own copy: a row changed after its put is not changed in the store', async () => {
    const store = await open();
    const row = { ...fullRow };

    await store.put(row, 0);
    row.status = 'rejected';

    expect((await store.get(row.id))?.status).toBe('approved');
  });
}

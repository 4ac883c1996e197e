import { createHash } from 'node:crypto';
import { expect, onTestFinished, test, vi } from 'vitest';
import { hashJson } from './digest.js';

const value = { b: [1, 'ä€🍕'], a: null };
// RFC 8785: members sorted by name, no white space
const expected = createHash('sha256').update('{"a":null,"b":[1,"ä€🍕"]}').digest('hex');

test('the hash is that of the canonical form', () => {
  expect(hashJson(value)).toBe(expected);
});

test('a Node.js without crypto.hash computes the same', async () => {
  vi.resetModules();
  vi.doMock('node:crypto', async () => ({ default: { createHash } }));
  onTestFinished(() => void vi.doUnmock('node:crypto'));
  vi.doMock('./random-bits.js', () => ({ randomBits: () => new Uint8Array(16) }));
  onTestFinished(() => void vi.doUnmock('./random-bits.js'));
  const older = await import('./digest.js');

  expect(older.hashJson(value)).toBe(expected);
});

import { createHash } from 'node:crypto';
import { canonicalJson } from './hashing/canonical-json.js';
import { randomBits } from './hashing/random-bits.js';

const letters = 'abcdefghijklmnopqrstuvwxyz234567';
const idLength = 25;
const idPattern = /^a[a-z2-7]{25}$/;

/** A new approval id: `a` and 25 characters of `[a-z2-7]` (125 bits), valid in a DNS label, a table key and a button value. */
export function randomId(): string {
  return toId(randomBits());
}

/** The id of the `number`th approval under a key. Every process computes the same one, so that creation is idempotent. */
export function keyedId(namespace: string, kind: string, key: string, number: number): string {
  return toId(
    createHash('sha256')
      .update(canonicalJson([namespace, kind, key, number]))
      .digest(),
  );
}

/** The queue of rows that belong to no approval. Lists of approvals leave them out. */
export function reservedQueue(namespace: string, purpose: string): string {
  return `~/${namespace}/${purpose}`;
}

/** The id of a reserved row. Every process computes the same one. */
export function reservedId(namespace: string, purpose: string, name: string): string {
  return toId(
    createHash('sha256')
      .update(canonicalJson([reservedQueue(namespace, purpose), name]))
      .digest(),
  );
}

/** Tells whether a value has the form of an approval id. Values from a URL or a form can be anything. */
export function isApprovalId(id: unknown): id is string {
  return typeof id === 'string' && idPattern.test(id);
}

function toId(bytes: Uint8Array): string {
  let bits = 0n;
  for (const byte of bytes.subarray(0, 16)) bits = (bits << 8n) | BigInt(byte);
  let id = '';
  for (let index = 0; index < idLength; index += 1) {
    id += letters[Number(bits & 31n)];
    bits >>= 5n;
  }
  return `a${id}`;
}

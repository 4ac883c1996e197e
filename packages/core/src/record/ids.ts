import { createHash, randomBytes } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';

const letters = 'abcdefghijklmnopqrstuvwxyz234567';
const idLength = 25;
const idPattern = /^a[a-z2-7]{25}$/;

/** An approval's id: `a` and 25 of `[a-z2-7]` (125 bits), valid in a DNS label, a table key and a button value. */
export function randomId(): string {
  return toId(randomBytes(16));
}

/** The id of the `number`th approval under a key: the same in every process, so that creating it twice creates it once. */
export function keyedId(namespace: string, kind: string, key: string, number: number): string {
  return toId(
    createHash('sha256')
      .update(canonicalJson([namespace, kind, key, number]))
      .digest(),
  );
}

/** The queue of rows that belong to no approval. `list` of a namespace leaves them out. */
export function reservedQueue(namespace: string, purpose: string): string {
  return `~/${namespace}/${purpose}`;
}

/** The id of a reserved row: the same in every process. */
export function reservedId(namespace: string, purpose: string, name: string): string {
  return toId(
    createHash('sha256')
      .update(canonicalJson([reservedQueue(namespace, purpose), name]))
      .digest(),
  );
}

/** Whether a text has the form of our ids: what comes from an address line or a form may be anything. */
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

import { randomBytes } from 'node:crypto';

const chunkLength = 16;
const poolLength = 256 * chunkLength;
let pool = Buffer.alloc(0);
let used = 0;

/** 128 random bits. They are drawn in bulk: a call of the generator costs more than the bits. Read them before the next call. */
export function randomBits(): Uint8Array {
  if (used + chunkLength > pool.length) {
    pool = randomBytes(poolLength);
    used = 0;
  }
  used += chunkLength;
  return pool.subarray(used - chunkLength, used);
}

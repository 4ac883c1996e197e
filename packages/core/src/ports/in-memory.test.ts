import { expect, test } from 'vitest';
import { isInMemory } from './in-memory.js';

test.each([
  { of: { durable: false }, is: true, why: 'it says that it keeps nothing' },
  { of: { durable: true }, is: false, why: 'it says that it keeps everything' },
  { of: {}, is: false, why: 'it says nothing, as the store of an integrator may' },
  { of: { durable: undefined }, is: false, why: 'it says nothing' },
])('a store is in memory: $is, where $why', ({ of, is }) => {
  expect(isInMemory(of)).toBe(is);
});

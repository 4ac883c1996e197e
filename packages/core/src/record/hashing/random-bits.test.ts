import { expect, test } from 'vitest';
import { randomId } from '../ids.js';
import { randomBits } from './random-bits.js';

const hex = () => Buffer.from(randomBits()).toString('hex');

test('each call gives other bits, also after they had to be drawn again', () => {
  const drawn = Array.from({ length: 1_000 }, hex);

  expect(new Set(drawn).size).toBe(1_000);
  for (const bits of drawn) expect(bits).toMatch(/^[0-9a-f]{32}$/);
});

test('ids are made of them', () => {
  expect(new Set(Array.from({ length: 1_000 }, randomId)).size).toBe(1_000);
});

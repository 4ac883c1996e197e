import { expect, test } from 'vitest';
import { createBackOff } from '../../src/watch-orders.js';

test('each pause is up to twice the last one, up to a maximum, until a reset', () => {
  const shares = [1, 0, 1, 0.5, 1, 0];
  const backOff = createBackOff({ minMs: 1_000, maxMs: 5_000, random: () => shares.shift() ?? 1 });

  const pauses = [1, 2, 3, 4, 5].map(() => backOff.next());
  backOff.reset();

  expect(pauses).toEqual([1_000, 1_000, 4_000, 3_750, 5_000]);
  expect(backOff.next()).toBe(500);
});

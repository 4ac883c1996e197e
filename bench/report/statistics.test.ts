import { describe, expect, test } from 'vitest';
import { ratios, summarise } from './statistics.js';

describe('the summary of many rounds', () => {
  test('is the middle one, and the 10th and the 90th percentile', () => {
    const rounds = Array.from({ length: 11 }, (_, index) => index + 1);

    expect(summarise(rounds)).toEqual({ median: 6, spread: [2, 10] });
  });

  test('does not depend on the order of the rounds, and leaves them as they are', () => {
    const rounds = [3, 1, 2];

    expect(summarise(rounds).median).toBe(2);
    expect(rounds).toEqual([3, 1, 2]);
  });

  test('lies between two rounds where their number is even', () => {
    expect(summarise([1, 2]).median).toBe(1.5);
  });

  test('moves little when one round is slow', () => {
    expect(summarise([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 900])).toEqual({ median: 1, spread: [1, 1] });
  });

  test('of one round is that round', () => {
    expect(summarise([7])).toEqual({ median: 7, spread: [7, 7] });
  });

  test('of no rounds does not exist', () => {
    expect(() => summarise([])).toThrow(RangeError);
  });
});

test('a ratio compares what was measured in the same round', () => {
  expect(ratios([2, 30, 8], [1, 10, 8])).toEqual([2, 3, 1]);
});

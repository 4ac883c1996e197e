import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { day, hour, minute, second } from '../testing/world.js';
import { deliveryDelayMs, slackCountsAsConditionAfterMs, slackDelayMs } from './backoff.js';

const attempts = Array.from({ length: 12 }, (_, index) => index);

describe('delivery', () => {
  test('ten attempts by the Standard Webhooks schedule', () => {
    expect(attempts.map((count) => deliveryDelayMs(count, 'whole', 0))).toEqual([
      0,
      5 * second,
      5 * minute,
      30 * minute,
      2 * hour,
      5 * hour,
      10 * hour,
      14 * hour,
      20 * hour,
      24 * hour,
      null,
      null,
    ]);
  });

  test('five attempts if the receiver answers that the request is wrong', () => {
    expect(attempts.slice(0, 7).map((count) => deliveryDelayMs(count, 'shortened', 0))).toEqual([
      0,
      5 * second,
      5 * minute,
      30 * minute,
      2 * hour,
      null,
      null,
    ]);
  });

  test('six attempts of a guarded function, in less than four minutes', () => {
    expect(attempts.slice(0, 8).map((count) => deliveryDelayMs(count, 'guard', 0))).toEqual([
      0,
      5 * second,
      15 * second,
      30 * second,
      minute,
      2 * minute,
      null,
      null,
    ]);
  });

  test('jitter takes off at most a tenth and never adds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (count, jitter) => {
          const whole = deliveryDelayMs(count, 'whole', 0) ?? Number.NaN;
          const delay = deliveryDelayMs(count, 'whole', jitter) ?? Number.NaN;

          expect(Number.isInteger(delay)).toBe(true);
          expect(delay).toBeLessThanOrEqual(whole);
          expect(delay).toBeGreaterThanOrEqual(whole * 0.9);
        },
      ),
    );
    expect(deliveryDelayMs(9, 'whole', 0.5)).toBe(24 * hour * 0.95);
  });
});

test('Slack: 1 s, 5 s, 30 s, then every five minutes, for a day', () => {
  expect([1, 2, 3, 4, 5, 99].map(slackDelayMs)).toEqual([
    second,
    5 * second,
    30 * second,
    5 * minute,
    5 * minute,
    5 * minute,
  ]);
  expect(slackCountsAsConditionAfterMs).toBe(day);
});

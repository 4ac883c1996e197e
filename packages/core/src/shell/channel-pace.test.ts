import { describe, expect, test } from 'vitest';
import { channelPace } from './channel-pace.js';

const now = Date.UTC(2026, 0, 1, 10);
const second = 1_000;

describe('a channel', () => {
  test('gives each post a second of its own, the next free one', () => {
    const pace = channelPace();

    const slots = ['a', 'b', 'c'].map((ticket) => pace.take('C0PIZZA', ticket, now));

    expect(slots).toEqual([now, now + second, now + 2 * second]);
  });

  test('does not wait for another one', () => {
    const pace = channelPace();

    pace.take('C0PIZZA', 'a', now);

    expect(pace.take('C0OPS', 'b', now)).toBe(now);
  });

  test('is free again a second after its last post', () => {
    const pace = channelPace();
    pace.take('C0PIZZA', 'a', now);

    expect(pace.take('C0PIZZA', 'b', now + second - 1)).toBe(now + second);
    expect(pace.take('C0PIZZA', 'c', now + 10 * second)).toBe(now + 10 * second);
  });
});

describe('a post that was given a later second', () => {
  test('keeps it, however often it comes back too early', () => {
    const pace = channelPace();
    pace.take('C0PIZZA', 'a', now);
    pace.take('C0PIZZA', 'b', now);

    const early = pace.take('C0PIZZA', 'b', now + second - 1);

    expect(early).toBe(now + second);
    expect(pace.take('C0PIZZA', 'c', now)).toBe(now + 2 * second);
  });

  test('goes out in it, also late, and leaves the others theirs', () => {
    const pace = channelPace();
    for (const ticket of ['a', 'b', 'c']) pace.take('C0PIZZA', ticket, now);

    expect(pace.take('C0PIZZA', 'b', now + second + 300)).toBe(now + second + 300);
    expect(pace.take('C0PIZZA', 'd', now + second + 300)).toBe(now + 3 * second);
  });
});

test('very many channels and posts are not remembered for ever', () => {
  const pace = channelPace();
  pace.take('C0', 'first', now);
  for (let number = 1; number <= 10_000; number += 1) pace.take(`C${number}`, `ticket ${number}`, now);

  expect(pace.take('C0', 'second', now)).toBe(now);
  expect(pace.take('C10000', 'second', now)).toBe(now + second);
});

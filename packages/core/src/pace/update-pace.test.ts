import { describe, expect, test } from 'vitest';
import { createUpdatePace } from './update-pace.js';

const now = Date.UTC(2026, 0, 1, 10);
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

const decision = true;
const progress = false;

/** Takes as many as go out at once. */
function sendAll(isDecision: boolean, at: number, pace = createUpdatePace()) {
  let count = 0;
  while (count < 100 && pace.take(`card ${count}`, isDecision, at) === at) count += 1;
  return { pace, count };
}

describe('updates of cards', () => {
  test('are 45 a minute at most', () => {
    expect(sendAll(decision, now).count).toBe(45);
  });

  test('leave 15 of them for decisions', () => {
    const { pace, count } = sendAll(progress, now);

    expect(count).toBe(30);
    expect(sendAll(decision, now, pace).count).toBe(15);
  });

  test('that have to wait come a little apart, once the minute is over', () => {
    const { pace } = sendAll(decision, now);

    const [first = 0, next = 0] = [pace.take('a', decision, now), pace.take('b', decision, now)];

    expect(first - now).toBeGreaterThanOrEqual(minute);
    expect(next - first).toBeCloseTo(minute / 45, 0);
    expect(pace.take('a', decision, first)).toBe(first);
  });

  test('never exceed 45 in any minute, in an hour of more than Slack takes', () => {
    const pace = createUpdatePace();
    const sent: number[] = [];
    let due = Array.from({ length: 500 }, (_, index) => ({ card: `card ${index}`, at: now + index * second }));
    while (due.length > 0) {
      const [{ card, at } = { card: '', at: now }, ...rest] = due.toSorted((a, b) => a.at - b.at);
      const until = pace.take(card, decision, at);
      due = until > at ? [...rest, { card, at: until }] : rest;
      if (until === at) sent.push(at);
    }

    expect(sent).toHaveLength(500);
    for (const [index, at] of sent.entries()) expect(at - (sent[index - 45] ?? 0)).toBeGreaterThanOrEqual(minute);
  });

  test('of one card that changes again and again keep its turn, and those of others theirs', () => {
    const { pace } = sendAll(progress, now);
    const turn = pace.take('a', progress, now);

    for (let count = 1; count <= 100; count += 1) expect(pace.take('a', progress, now + count)).toBe(turn);

    expect(pace.take('b', progress, now + 100) - turn).toBeCloseTo(minute / 45, 0);
  });

  test.each([0, -hour])('wait for as long as Slack says, also where the clock jumps by %i ms', (jump) => {
    const pace = createUpdatePace();
    pace.take('a', progress, now);
    pace.hold(now, 20 * second);

    const waits = pace.take('a', decision, now + jump) - (now + jump);

    expect(waits).toBe(20 * second);
    expect(pace.take('a', decision, now + jump + 20 * second)).toBe(now + jump + 20 * second);
  });

  test('do not wait for a clock that was set back', () => {
    const { pace } = sendAll(decision, now);
    const back = now - hour;

    expect(pace.take('a', decision, back) - back).toBeLessThanOrEqual(minute + 2 * second);
  });
});

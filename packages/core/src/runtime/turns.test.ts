import { expect, test } from 'vitest';
import { createTurns } from './turns.js';

/** Work that keeps the process busy for a while. */
function busyFor(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

/** Counts how many turns the event loop has made. */
function loopTurns() {
  let count = 0;
  let isOver = false;
  const next = (): void => {
    count += 1;
    if (!isOver) setImmediate(next);
  };
  setImmediate(next);
  return {
    count: () => count,
    end: () => {
      isOver = true;
    },
  };
}

test('work that never waits leaves the event loop its turns', async () => {
  const { next } = createTurns();
  const loop = loopTurns();

  for (let count = 0; count < 40; count += 1) {
    await next();
    busyFor(2);
  }
  loop.end();

  expect(loop.count()).toBeGreaterThanOrEqual(6);
});

test('much that begins at once is done in the order in which it came, with turns in between', async () => {
  const { next } = createTurns();
  const loop = loopTurns();
  const done: number[] = [];
  let busiest = 0;
  let since = { turn: -1, count: 0 };
  const piece = async (number: number): Promise<void> => {
    await next();
    busyFor(1);
    done.push(number);
    since = since.turn === loop.count() ? { ...since, count: since.count + 1 } : { turn: loop.count(), count: 1 };
    busiest = Math.max(busiest, since.count);
  };

  await Promise.all(Array.from({ length: 100 }, (_, number) => piece(number)));
  loop.end();

  expect(done).toEqual(Array.from({ length: 100 }, (_, number) => number));
  expect(busiest).toBeLessThanOrEqual(20);
});

test('a few pieces wait for nothing', async () => {
  const { next } = createTurns();
  let isPast = false;
  setImmediate(() => {
    isPast = true;
  });

  for (let count = 0; count < 10; count += 1) await next();

  expect(isPast).toBe(false);
});

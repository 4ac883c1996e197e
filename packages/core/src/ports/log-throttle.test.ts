import { expect, test } from 'vitest';
import { createLogThrottle } from './log-throttle.js';

const minute = 60_000;

function throttle() {
  const clock = { now: 0 };
  return { clock, mayLog: createLogThrottle(() => clock.now, minute) };
}

test('the first line passes, then one a minute, which says how many were held back', () => {
  const { clock, mayLog } = throttle();

  expect([mayLog('a'), mayLog('a'), mayLog('a')]).toEqual([{}, null, null]);
  clock.now = minute;
  expect([mayLog('a'), mayLog('a')]).toEqual([{ heldBack: 2 }, null]);
});

test('another key has its own line', () => {
  const { mayLog } = throttle();

  expect([mayLog('a'), mayLog('b')]).toEqual([{}, {}]);
});

test('a clock that is set back silences nothing', () => {
  const { clock, mayLog } = throttle();
  clock.now = 60 * minute;
  mayLog('a');
  clock.now = 0;

  expect(mayLog('a')).toEqual({});
});

test('it remembers a bounded number of keys, and forgets the oldest', () => {
  const { mayLog } = throttle();
  for (let key = 0; key <= 1_000; key += 1) mayLog(`${key}`);

  expect([mayLog('1000'), mayLog('0')]).toEqual([null, {}]);
});

import { fixedClock } from '@k8s-pizza/slack-approval-testing';
import { expect, test } from 'vitest';

test('a fixed clock stands still until it is moved', () => {
  const clock = fixedClock(1_000);

  const before = [clock(), clock()];
  clock.advance(500);
  const after = clock();
  clock.set(200);

  expect([...before, after, clock()]).toEqual([1_000, 1_000, 1_500, 200]);
});

test('two clocks are two', () => {
  const [one, other] = [fixedClock(0), fixedClock(0)];

  one.advance(1);

  expect([one(), other()]).toEqual([1, 0]);
});

import { fixedClock } from '@k8s-pizza/slack-approval-testing';
import { expect, test } from 'vitest';
import type { SlackOutcome } from '../ports/slack-transport.js';
import { createLookUpCache } from './look-up-cache.js';

const start = Date.UTC(2026, 0, 1, 10);
const lastsMs = 60_000;

/** A cache over a Slack that answers with the count of calls so far. */
function aCache(answer: (calls: number) => SlackOutcome<number> = (value) => ({ type: 'ok', value })) {
  const clock = fixedClock(start);
  const asked: string[] = [];
  const cache = createLookUpCache(
    async (key: string) => {
      asked.push(key);
      return answer(asked.length);
    },
    clock,
    lastsMs,
  );
  return { cache, clock, asked };
}

test('an answer is kept for its time, and not one millisecond longer', async () => {
  const { cache, clock } = aCache();
  await cache.refresh('S0ONCALL');

  clock.advance(lastsMs - 1);
  const before = cache.get('S0ONCALL');
  clock.advance(1);

  expect([before, cache.get('S0ONCALL')]).toEqual([1, null]);
});

test('an answer is not kept any longer where the clock was set back', async () => {
  const { cache, clock } = aCache();
  await cache.refresh('S0ONCALL');

  clock.set(start - 1);
  const before = cache.get('S0ONCALL');
  clock.set(start);

  expect([before, cache.get('S0ONCALL')]).toEqual([null, 1]);
});

test('refresh asks again, even with a cached answer', async () => {
  const { cache, asked } = aCache();

  await cache.refresh('S0ONCALL');
  const second = await cache.refresh('S0ONCALL');

  expect(second).toEqual({ type: 'ok', value: 2 });
  expect(cache.get('S0ONCALL')).toBe(2);
  expect(asked).toHaveLength(2);
});

test('those who ask at the same time share one call, for each key one', async () => {
  const { cache, asked } = aCache();

  const answers = await Promise.all(['S0ONCALL', 'S0ONCALL', 'S0OTHER', 'S0ONCALL'].map((key) => cache.refresh(key)));

  expect(asked).toEqual(['S0ONCALL', 'S0OTHER']);
  expect(answers.map((answer) => answer.type === 'ok' && answer.value)).toEqual([1, 1, 2, 1]);
});

test('what failed is not kept, and leaves what is kept', async () => {
  const { cache } = aCache((calls) =>
    calls === 2 ? { type: 'retry', afterMs: null, reason: 'ratelimited' } : { type: 'ok', value: calls },
  );
  await cache.refresh('S0ONCALL');

  const failed = await cache.refresh('S0ONCALL');

  expect(failed).toMatchObject({ type: 'retry' });
  expect(cache.get('S0ONCALL')).toBe(1);
});

test('a call that throws is over: the next one asks again', async () => {
  const { cache } = aCache((calls) => {
    if (calls === 1) throw new Error('broken transport');
    return { type: 'ok', value: calls };
  });

  await expect(cache.refresh('U0ALICE')).rejects.toThrow('broken transport');
  expect(await cache.refresh('U0ALICE')).toEqual({ type: 'ok', value: 2 });
});

test('of very many the newest 10,000 are kept', async () => {
  const { cache } = aCache();
  for (let number = 0; number < 10_001; number += 1) await cache.refresh(`U${number}`);

  expect(cache.get('U0')).toBeNull();
  expect(cache.get('U1')).toBe(2);
  expect(cache.get('U10000')).toBe(10_001);
});

test('what was asked again is among the newest', async () => {
  const { cache } = aCache();
  for (let number = 0; number < 10_000; number += 1) await cache.refresh(`U${number}`);

  await cache.refresh('U0');
  await cache.refresh('U10000');

  expect([cache.get('U0'), cache.get('U1')]).toEqual([10_001, null]);
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { showProgress } from '../../src/ask/progress.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function aProgress(isTerminal: boolean) {
  let address: string | null = null;
  let [told, complained] = ['', ''];
  const complain = (text: string) => {
    complained += text;
  };
  const progress = showProgress({ link: async () => address }, { complain, isTerminal, now: Date.now }, (text) => {
    told += text;
  });
  return {
    progress,
    post: () => {
      address = 'https://acme.slack.com/archives/C0/p1';
    },
    told: () => told,
    complained: () => complained,
  };
}

test('a log gets a line a minute, and the address of the card once', async () => {
  const { progress, post, told, complained } = aProgress(false);
  await vi.advanceTimersByTimeAsync(1_000);
  post();
  await vi.advanceTimersByTimeAsync(3_723_000);
  await progress.end();
  await vi.advanceTimersByTimeAsync(120_000);

  expect(told()).toBe('The card: https://acme.slack.com/archives/C0/p1\n');
  expect(complained().split('\n').slice(0, 2)).toEqual([
    'waiting for an answer: 1m 0s',
    'waiting for an answer: 2m 0s',
  ]);
  expect(complained()).toMatch(/waiting for an answer: 1h 2m 0s\n$/);
});

test('a terminal has one line, which is drawn each second and removed in the end', async () => {
  const { progress, complained } = aProgress(true);
  await vi.advanceTimersByTimeAsync(2_000);
  await progress.end();

  const line = '\r\u001b[K';
  expect(complained()).toBe(`${line}waiting for an answer: 1s${line}waiting for an answer: 2s${line}`);
});

test('the address is looked for once more at the end', async () => {
  const { progress, post, told } = aProgress(false);
  await vi.advanceTimersByTimeAsync(10);
  post();
  await progress.end();

  expect(told()).toContain('The card:');
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withProgress } from '../src/with-progress.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A wait that the test ends, and what its client is told meanwhile. */
function waiting(progressToken?: string) {
  const told: unknown[] = [];
  let end: (value: string) => void = () => undefined;
  const wait = () => new Promise<string>((resolve) => (end = resolve));
  const notify = async (notification: unknown) => void told.push(notification);
  const _meta = progressToken === undefined ? {} : { progressToken };
  return { told, end: (value: string) => end(value), ended: withProgress({ _meta, notify }, wait) };
}

test('a client that gave a token is told every 30 seconds, until the end', async () => {
  const { told, end, ended } = waiting('token-1');
  await vi.advanceTimersByTimeAsync(61_000);
  end('approved');
  const value = await ended;
  await vi.advanceTimersByTimeAsync(61_000);

  expect(value).toBe('approved');
  expect(told).toEqual(
    [1, 2].map((progress) => ({
      method: 'notifications/progress',
      params: { progressToken: 'token-1', progress, message: 'Waiting for people in Slack.' },
    })),
  );
});

test('a client that gave none is told nothing', async () => {
  const { told, end, ended } = waiting();
  await vi.advanceTimersByTimeAsync(61_000);
  end('approved');

  expect(await ended).toBe('approved');
  expect(told).toEqual([]);
});

test('a wait that fails ends it too', async () => {
  const notify = vi.fn(async () => undefined);
  const ended = withProgress({ _meta: { progressToken: 1 }, notify }, () => Promise.reject(new Error('aborted')));

  await expect(ended).rejects.toThrow('aborted');
  await vi.advanceTimersByTimeAsync(61_000);
  expect(notify).not.toHaveBeenCalled();
});

import type { Log } from '@k8s-pizza/slack-approval/host';
import { expect, onTestFinished, test, vi } from 'vitest';
import { keepOpen } from '../src/keep-open.js';
import type { Connection } from '../src/open-connection.js';
import { deferred } from './deferred.js';

const nothing = () => undefined;

function aConnection() {
  const { promise: ended, resolve: drop } = deferred();
  return { ended, drop, end: async () => drop() };
}

/** Keeps a connection open on a clock that only a wait moves, until as many waits as given are over. */
function kept(waitCount: number, open: () => Promise<Connection>) {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
  onTestFinished(() => clock.mockRestore());
  const closing = new AbortController();
  const waits: number[] = [];
  const wait = async (ms: number) => {
    if (waits.length === waitCount) closing.abort();
    closing.signal.throwIfAborted();
    waits.push(ms);
    clock.mockReturnValue(performance.now() + ms);
  };
  const log: Log = { info: nothing, warn: nothing, error: vi.fn() };
  const first = aConnection();
  return { first, clock, waits, log, last: keepOpen(first, open, log, closing.signal, wait) };
}

test('a connection that cannot be made is tried at once, then after 1 s, 2 s and so on, up to a minute', async () => {
  const { first, waits, log, last } = kept(9, () => Promise.reject(new Error('refused')));

  first.drop();

  expect(await last).toBe(first);
  expect(waits).toEqual([0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  expect(log.error).toHaveBeenCalledTimes(9);
});

test('connections that end as soon as they are open wait longer and longer', async () => {
  const ended = { ended: Promise.resolve(), end: async () => undefined };
  const { first, waits, log, last } = kept(4, async () => ended);

  first.drop();

  expect(await last).toBe(ended);
  expect(waits).toEqual([0, 1_000, 2_000, 4_000]);
  expect(log.error).not.toHaveBeenCalled();
});

test('after a connection that lasted, the next one is opened at once', async () => {
  const second = aConnection();
  const { first, clock, waits, last } = kept(2, async () => {
    setImmediate(() => {
      clock.mockReturnValue(11_000);
      second.drop();
    });
    return second;
  });

  first.drop();

  await last;
  expect(waits).toEqual([0, 0]);
});

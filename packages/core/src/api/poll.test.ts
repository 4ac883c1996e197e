import { expect, test, vi } from 'vitest';
import type { Runtime, SlackAccess, Worker } from '../runtime/runtime.js';
import { createWorkTracker } from '../runtime/work-tracker.js';
import { createPoll } from './poll.js';

// as: the poll only passes it on
const slack = {} as SlackAccess;

test('a worker that cannot be loaded is reported, and idle waits for the attempt', async () => {
  const errors: unknown[] = [];
  const work = createWorkTracker((error) => errors.push(error));
  let fail: (error: Error) => void = () => undefined;
  const worker = vi.fn(
    () =>
      new Promise<Worker>((_, reject) => {
        fail = reject;
      }),
  );
  // as: the poll needs no more of it
  const poll = createPoll({ work, worker } as unknown as Runtime);
  poll.start(slack, '1s');
  await vi.waitUntil(() => worker.mock.calls.length > 0);

  let isIdle = false;
  const idle = work.idle(10_000).then(() => {
    isIdle = true;
  });
  await new Promise(setImmediate);
  const early = isIdle;
  fail(new Error('the file is gone'));
  await idle;
  poll.stop();

  expect(early).toBe(false);
  expect(errors).toMatchObject([{ message: 'the file is gone' }]);
});

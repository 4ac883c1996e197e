import { expect, test, vi } from 'vitest';
import { recordingLogger } from '../../test/world/log.js';
import { createLog } from '../ports/log.js';
import type { Runtime, SlackAccess, Worker } from '../runtime/runtime.js';
import { createWorkTracker } from '../runtime/work-tracker.js';
import { createPoll } from './poll.js';

// as: the poll only passes it on
const slack = {} as SlackAccess;

test('a worker that cannot be loaded is reported, and idle waits for the attempt', async () => {
  const logger = recordingLogger();
  const work = createWorkTracker(() => undefined);
  let fail: (error: Error) => void = () => undefined;
  const worker = vi.fn(
    () =>
      new Promise<Worker>((_, reject) => {
        fail = reject;
      }),
  );
  // as: the poll needs no more of it
  const poll = createPoll({ work, worker, watch: {}, log: createLog(logger) } as unknown as Runtime);
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
  expect(logger.lines).toMatchObject([
    { level: 'error', parts: [expect.anything(), { code: 'worker_not_loaded', error: 'the file is gone' }] },
  ]);
});

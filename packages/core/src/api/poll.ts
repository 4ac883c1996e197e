import type { Duration } from '../options/duration.js';
import { readDuration } from '../options/duration.js';
import type { Polling, Runtime, SlackAccess } from '../runtime/runtime.js';

const defaultEvery: Duration = '1s';
/** The longest timeout in Node.js: a longer one fires at once. */
const maxTimeoutMs = 2_147_483_647;

/** Polls for due work, one pass at a time. */
export interface Poll {
  /** @throws {SlackApprovalError} invalid_argument — `every` is not a duration, or is too long for a timer */
  start(slack: SlackAccess, every: Duration | undefined): void;
  stop(): void;
}

export function createPoll(app: Runtime): Poll {
  let running: Polling | null = null;

  const begin = async (slack: SlackAccess, polling: Polling): Promise<void> => {
    const worker = await app.worker().catch((error: unknown) => {
      app.log.error('worker_not_loaded', 'the worker cannot be loaded; this process does no work', { error });
      return null;
    });
    await worker?.pollLoop(app, slack, polling);
  };

  return {
    start(slack, every = defaultEvery) {
      const pollMs = readDuration('pollEvery', every, maxTimeoutMs);
      if (running !== null) return;
      const polling: Polling = { pollMs, isOver: false, end: () => undefined };
      const timer = setTimeout(() => void app.work.track(begin(slack, polling)), 0);
      polling.end = () => clearTimeout(timer);
      running = polling;
      app.watch.pollMs = pollMs;
    },
    stop() {
      if (running === null) return;
      running.isOver = true;
      running.end();
      running = null;
      app.watch.pollMs = null;
    },
  };
}

import { SlackApprovalError } from '../errors.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import type { Polling } from './polling.js';

const defaultPollMs = 1_000;
/** Node's longest timeout. A timer with a longer one fires at once. */
const longestMs = 2_147_483_647;

/** Looks for due work again and again, one pass at a time. */
export interface Poll {
  start(pollMs: number | undefined): void;
  stop(): void;
}

export function createPoll(runtime: Runtime, slack: SlackAccess): Poll {
  let running: Polling | null = null;

  const begin = async (polling: Polling): Promise<void> => {
    const { pollLoop } = await import('./poll-loop.js');
    await pollLoop(runtime, slack, polling);
  };

  return {
    start(pollMs = defaultPollMs) {
      if (!(Number.isFinite(pollMs) && pollMs >= 0 && pollMs <= longestMs))
        throw new SlackApprovalError(
          'invalid_argument',
          `pollMs must be a number of milliseconds from 0 to ${longestMs}.`,
        );
      if (running !== null) return;
      const polling: Polling = { pollMs, isOver: false, end: () => undefined };
      const timer = setTimeout(() => void runtime.work.track(begin(polling)), 0);
      polling.end = () => clearTimeout(timer);
      running = polling;
    },
    stop() {
      if (running === null) return;
      running.isOver = true;
      running.end();
      running = null;
    },
  };
}

import { SlackApprovalError } from '../errors.js';
import type { Shell, SlackAccess } from './shell.js';

const usuallyEveryMs = 1_000;
/** Node's longest timeout. A timer with a longer one fires at once. */
const longestMs = 2_147_483_647;

/** Looks for due work again and again, one pass at a time. */
export interface Poll {
  start(pollMs: number | undefined): void;
  stop(): void;
}

export function createPoll(shell: Shell, slack: SlackAccess): Poll {
  let timer: NodeJS.Timeout | null = null;
  /** Each start has another number, so that a pass that ends after `stop` does not go on beside a later start. */
  let running: number | null = null;
  let starts = 0;
  let driver: { stop(): void } | null = null;

  const pass = async (pollMs: number, mine: number): Promise<void> => {
    await shell.work.track(once(shell, slack));
    if (running === mine) timer = setTimeout(() => void pass(pollMs, mine), pollMs);
  };

  const first = async (pollMs: number, mine: number): Promise<void> => {
    await shell.work.track(wakeAtStart(shell));
    const { drivePosts } = await import('./pace/drive-posts.js');
    if (running !== mine) return;
    driver = drivePosts(shell, slack);
    await pass(pollMs, mine);
  };

  return {
    start(pollMs = usuallyEveryMs) {
      if (!(Number.isFinite(pollMs) && pollMs >= 0 && pollMs <= longestMs))
        throw new SlackApprovalError(
          'invalid_argument',
          `pollMs must be a number of milliseconds from 0 to ${longestMs}.`,
        );
      if (running !== null) return;
      starts += 1;
      const mine = starts;
      running = mine;
      timer = setTimeout(() => void first(pollMs, mine), 0);
    },
    stop() {
      running = null;
      driver?.stop();
      driver = null;
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}

/** Cards that were refused less than this long ago wait for their next attempt. */
const wakesAfterMs = 60_000;

/** A process that starts may have a new token, so it tries the cards that wait. */
async function wakeAtStart(shell: Shell): Promise<void> {
  const { wakeCards } = await import('./wake-cards.js');
  await wakeCards(shell, { channelId: null, waitedMs: wakesAfterMs });
}

async function once(shell: Shell, slack: SlackAccess): Promise<void> {
  const { processDue } = await import('./process-due.js');
  if (await slack.gate.reopen())
    await (await import('./wake-cards.js')).wakeCards(shell, { channelId: null, waitedMs: 0 });
  await processDue(shell, slack, {});
}

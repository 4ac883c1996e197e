import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import { drivePosts } from './drive-posts.js';
import type { Polling } from './polling.js';
import { processDue } from './process-due.js';
import { wakeCards } from './wake-cards.js';

/** Cards that were refused less than this long ago wait for their next attempt. */
const wakesAfterMs = 60_000;

/** Polls until it is over. @returns after the first pass */
export async function pollLoop(runtime: Runtime, slack: SlackAccess, polling: Polling): Promise<void> {
  // a process that starts may have a new token, so it tries the cards that wait
  await runtime.work.track(wakeCards(runtime, { channelId: null, waitedMs: wakesAfterMs }));
  if (polling.isOver) return;
  const driver = drivePosts(runtime, slack);
  let timer: NodeJS.Timeout | undefined;
  polling.end = () => {
    driver.stop();
    clearTimeout(timer);
  };
  const pass = async (): Promise<void> => {
    await runtime.work.track(once(runtime, slack));
    if (!polling.isOver) timer = setTimeout(() => void pass(), polling.pollMs);
  };
  await pass();
}

async function once(runtime: Runtime, slack: SlackAccess): Promise<void> {
  if (await slack.gate.reopen()) await wakeCards(runtime, { channelId: null, waitedMs: 0 });
  await processDue(runtime, slack, {});
}

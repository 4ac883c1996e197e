import type { Polling, Runtime, SlackAccess } from '../runtime/runtime.js';
import { drivePosts } from './drive-posts.js';
import { processDue } from './process-due.js';
import { wakeCards } from './wake-cards.js';

/** Cards that were refused less than this long ago wait for their next attempt. */
const wakesAfterMs = 60_000;

/** Polls until it is over. @returns after the first pass */
export async function pollLoop(app: Runtime, slack: SlackAccess, polling: Polling): Promise<void> {
  // a process that starts may have a new token, so it tries the cards that wait
  await app.work.track(wakeCards(app, { channelId: null, waitedMs: wakesAfterMs }));
  if (polling.isOver) return;
  const driver = drivePosts(app, slack);
  let timer: NodeJS.Timeout | undefined;
  polling.end = () => {
    driver.stop();
    clearTimeout(timer);
  };
  const pass = async (): Promise<void> => {
    await app.work.track(once(app, slack));
    if (!polling.isOver) timer = setTimeout(() => void pass(), polling.pollMs);
  };
  await pass();
}

async function once(app: Runtime, slack: SlackAccess): Promise<void> {
  if (await slack.connection?.gate.reopen()) await wakeCards(app, { channelId: null, waitedMs: 0 });
  await processDue(app, slack, { forMs: null });
}

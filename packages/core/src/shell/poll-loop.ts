import { drivePosts } from './pace/drive-posts.js';
import type { Polling } from './polling.js';
import { processDue } from './process-due.js';
import type { Shell, SlackAccess } from './shell.js';
import { wakeCards } from './wake-cards.js';

/** Cards that were refused less than this long ago wait for their next attempt. */
const wakesAfterMs = 60_000;

/** Polls until it is over. @returns after the first pass */
export async function pollLoop(shell: Shell, slack: SlackAccess, polling: Polling): Promise<void> {
  // a process that starts may have a new token, so it tries the cards that wait
  await shell.work.track(wakeCards(shell, { channelId: null, waitedMs: wakesAfterMs }));
  if (polling.isOver) return;
  const driver = drivePosts(shell, slack);
  let timer: NodeJS.Timeout | undefined;
  polling.end = () => {
    driver.stop();
    clearTimeout(timer);
  };
  const pass = async (): Promise<void> => {
    await shell.work.track(once(shell, slack));
    if (!polling.isOver) timer = setTimeout(() => void pass(), polling.pollMs);
  };
  await pass();
}

async function once(shell: Shell, slack: SlackAccess): Promise<void> {
  if (await slack.gate.reopen()) await wakeCards(shell, { channelId: null, waitedMs: 0 });
  await processDue(shell, slack, {});
}

import type { Polling, Runtime, SlackAccess } from '../runtime/runtime.js';
import { connectionOf } from '../runtime/slack-connection.js';
import { drivePosts } from './drive-posts.js';
import { processDue } from './process-due.js';
import { wakeCards } from './wake-cards.js';

/** Cards that Slack refused more recently wait for their next attempt. */
const minWaitedMs = 60_000;

/** Polls until `polling.isOver`. Resolves after the first pass. */
export async function pollLoop(app: Runtime, slack: SlackAccess, polling: Polling): Promise<void> {
  await connectionOf(slack).gate.load();
  // a new process may have a new token, so it retries the waiting cards
  await app.work.track(wakeCards(app, { channelId: null, waitedMs: minWaitedMs }));
  if (polling.isOver) return;
  const driver = drivePosts(app, slack);
  let timer: NodeJS.Timeout | undefined;
  polling.end = () => {
    driver.stop();
    clearTimeout(timer);
  };
  const pass = async (): Promise<void> => {
    await app.work.track(runPass(app, slack));
    if (!polling.isOver) timer = setTimeout(() => void pass(), polling.pollMs);
  };
  await pass();
}

async function runPass(app: Runtime, slack: SlackAccess): Promise<void> {
  if (await slack.connection?.gate.reopen()) await wakeCards(app, { channelId: null, waitedMs: 0 });
  await processDue(app, slack, { forMs: null });
}

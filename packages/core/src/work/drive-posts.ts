import { type Channel, firstOf, sizeOf, useSecond } from '../pace/channel.js';
import type { ChannelPace } from '../pace/channel-pace.js';
import { giveBackBlock, nextSecond } from '../pace/channel-seconds.js';
import { pacesOf } from '../pace/paces.js';
import type { WaitingPost } from '../pace/waiting-posts.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import { turnsOf } from '../runtime/turns.js';
import { addRunning, runningWorkOf } from './running-work.js';
import { startPost } from './start-post.js';

interface Drive {
  readonly app: Runtime;
  readonly slack: SlackAccess;
  readonly pace: ChannelPace;
  /** Start nothing at or after this `performance.now()`; null: no limit. */
  readonly stopAt: number | null;
}

/** A longer pause is split, as the clock may be set back meanwhile. */
const maxPauseMs = 1_000;
const pauseAfterFailureMs = 5_000;

/** Starts each waiting post in its second, for as long as the process polls. */
export function drivePosts(app: Runtime, slack: SlackAccess): { stop(): void } {
  const pace = pacesOf(slack).channels;
  const drive: Drive = { app, slack, pace, stopAt: null };
  const running = new Map<Channel, Promise<void>>();
  const pauses = createPauses();
  let isStopped = false;

  const run = async (channel: Channel): Promise<void> => {
    while (!isStopped && sizeOf(channel) > 0) {
      const { work, waitMs } = await stepSafely(drive, channel);
      if (work !== null)
        addRunning(
          runningWorkOf(app),
          app.work.track(work).then(() => undefined),
        );
      if (waitMs > 0 && !isStopped) await pauses.pause(Math.min(waitMs, maxPauseMs));
    }
    // after a stop, another process can use the seconds
    await giveBackBlock(app, channel);
  };
  const wake = (channel: Channel): void => {
    if (isStopped || running.has(channel)) return;
    const ended = run(channel)
      .catch((error: unknown) => log(drive, channel, error))
      .finally(() => {
        running.delete(channel);
        if (sizeOf(channel) > 0) wake(channel);
      });
    running.set(channel, ended);
  };

  pace.isDriven = true;
  pace.onWaiting = wake;
  for (const channel of pace.waiting()) wake(channel);
  return {
    stop() {
      isStopped = true;
      pace.isDriven = false;
      pace.onWaiting = () => undefined;
      pauses.end();
      for (const ended of running.values()) void app.work.track(ended);
    },
  };
}

/**
 * Starts the posts whose second has come, in a process that does not poll.
 *
 * @param keep - gets each started work at once, so that it is not lost if the store fails in the next channel
 * @returns the time until the next post can start; null: no post waits
 */
export async function startFreePosts(
  app: Runtime,
  slack: SlackAccess,
  stopAt: number | null,
  keep: (work: Promise<void>) => void,
): Promise<number | null> {
  const pace = pacesOf(slack).channels;
  let minWaitMs: number | null = null;
  for (const channel of pace.waiting()) {
    const { work, waitMs } = await step({ app, slack, pace, stopAt }, channel);
    if (work !== null) keep(work);
    if (sizeOf(channel) > 0) minWaitMs = Math.min(minWaitMs ?? waitMs, waitMs);
    else await giveBackBlock(app, channel);
  }
  return minWaitMs;
}

interface Step {
  readonly work: Promise<void> | null;
  /** The time until there is something to do. */
  readonly waitMs: number;
}

/** A failing store must not end the loop: the posts stay owed in their records. */
async function stepSafely(drive: Drive, channel: Channel): Promise<Step> {
  try {
    return await step(drive, channel);
  } catch (error) {
    log(drive, channel, error);
    return { work: null, waitMs: pauseAfterFailureMs };
  }
}

function log({ app }: Drive, { channelId }: Channel, error: unknown): void {
  const heldBack = app.everyMinute(`post_failed ${channelId}`);
  if (heldBack === null) return;
  app.log.error('post_failed', 'a waiting card could not be posted; it is retried', { channelId, error, ...heldBack });
}

async function step(drive: Drive, channel: Channel): Promise<Step> {
  // wait for the record that may crash the process
  await runningWorkOf(drive.app).alone;
  const at = await nextSecond(drive.app, channel, drive.pace.name);
  const waitMs = at - drive.app.clock();
  return waitMs > 0 ? { work: null, waitMs } : await startFirst(drive, channel, at);
}

/** Starts the first post that is still owed. Posts that are no longer owed use no second. */
async function startFirst(drive: Drive, channel: Channel, at: number): Promise<Step> {
  for (let post = firstOf(channel); post !== null; post = firstOf(channel)) {
    const started = await startGranted(drive, channel, post, at);
    if (started !== null) {
      useSecond(channel, at);
      return { work: started.work, waitMs: 0 };
    }
    await turnsOf(drive.app).next();
  }
  return { work: null, waitMs: 0 };
}

async function startGranted(
  { app, slack, pace, stopAt }: Drive,
  channel: Channel,
  post: WaitingPost,
  at: number,
): ReturnType<typeof startPost> {
  const takeBack = pace.grant(channel, post, at, app.clock());
  try {
    const started = await startPost(app, slack, post, stopAt);
    if (started === null) takeBack();
    return started;
  } catch (error) {
    takeBack();
    pace.putBack(channel, post);
    throw error;
  }
}

/** Pauses that can be ended early. They don't keep the process alive. */
function createPauses(): { pause(ms: number): Promise<void>; end(): void } {
  const open = new Set<() => void>();
  return {
    async pause(ms) {
      await new Promise<void>((resolve) => {
        const end = (): void => {
          clearTimeout(timer);
          open.delete(end);
          resolve();
        };
        const timer = setTimeout(end, ms).unref();
        open.add(end);
      });
    },
    end() {
      for (const end of [...open]) end();
    },
  };
}

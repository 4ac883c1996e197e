import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as after } from 'node:timers/promises';
import { type Child, startChild } from 'test-processes/child-process';
import type { Measured, Orders, StormStore } from './settings.js';
import { type Posted, startSlackStandIn } from './slack-stand-in.js';

export interface StormOptions {
  /** The path of the bundle of `app-child.ts`. */
  readonly program: string;
  /** What every process opens. */
  readonly store: StormStore;
  /** How many questions are asked in one channel, by all processes together. */
  readonly count: number;
  readonly replicas: number;
  /** How many a process asks at the same time. */
  readonly atOnce: number;
  /** How long the channel is watched once all were asked. */
  readonly watchMs: number;
  /** A person clicks at this interval, on one process after the other. */
  readonly clickEveryMs: number;
}

export interface StormResult {
  /** The ids of each process, in the order in which it asked. */
  readonly asked: readonly (readonly string[])[];
  /** Asks that the store was too busy for, and that were made again. */
  readonly failedAskCount: number;
  /** Until the last process had asked. */
  readonly askMs: number;
  /** What each process saw while questions were asked, and while they were watched. */
  readonly whileAsking: readonly Measured[];
  readonly whileWatching: readonly Measured[];
  /** What came to the channel, and which of it while it was watched. */
  readonly posts: readonly Posted[];
  readonly watchedPosts: readonly Posted[];
  readonly watchedMs: number;
  readonly endedAt: number;
  /** What each process has on its heap in the end. */
  readonly heapMb: readonly number[];
  /** How long the event loop of this process was held, which does next to nothing: more than that is the app's own doing. */
  readonly machineHeldMs: number;
}

/** The channel of the storm. */
const channelId = 'C0STORM';

/** Some processes ask by the thousand in one channel while people click in others. Then asking stops, and cards are posted. */
export async function storm(options: StormOptions): Promise<StormResult> {
  const { program, store, count, replicas, atOnce, watchMs, clickEveryMs } = options;
  const slack = await startSlackStandIn();
  const apps: Child<Orders>[] = [];
  try {
    const settings = { store, apiUrl: slack.apiUrl, receiverUrl: null, clockOffsetMs: 0 };
    for (let replica = 0; replica < replicas; replica += 1) {
      const app = await startChild<Orders, never>(program, () => undefined);
      apps.push(app);
      await app.tell('begin', settings);
      await app.tell('click_every', { ms: clickEveryMs * replicas, prefix: `CLICKED${replica}` });
    }
    const all = <Answer>(ask: (app: Child<Orders>, replica: number) => Promise<Answer>) => Promise.all(apps.map(ask));
    // how a process begins is not measured
    await all((app) => app.tell('measured', null));
    const machine = monitorEventLoopDelay({ resolution: 1 });
    machine.enable();
    const each = Math.ceil(count / replicas);
    const asked = await all((app, replica) =>
      app.tell('ask_many', { count: each, atOnce, channelId, prefix: `${replica}-` }),
    );
    const whileAsking = await all((app) => app.tell('measured', null));
    const watchedFrom = Date.now();
    await after(watchMs);
    const whileWatching = await all((app) => app.tell('measured', null));
    const endedAt = Date.now();
    const posts = slack.posts.filter((post) => post.channelId === channelId);
    return {
      asked: asked.map(({ ids }) => ids),
      failedAskCount: asked.reduce((sum, { failedCount }) => sum + failedCount, 0),
      askMs: Math.max(...asked.map(({ tookMs }) => tookMs)),
      whileAsking,
      whileWatching,
      posts,
      watchedPosts: posts.filter(({ at }) => at >= watchedFrom),
      watchedMs: endedAt - watchedFrom,
      endedAt,
      heapMb: await all((app) => app.tell('heap', null)),
      machineHeldMs: machine.max / 1e6,
    };
  } finally {
    await Promise.all(apps.map((app) => app.kill()));
    await slack.close();
  }
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { bundleChild } from 'test-processes/child-bundle';
import { startFleet } from 'test-processes/fleet';
import { randomFrom } from 'test-processes/random';
import { type Clicked, clickUntil } from './clicking.js';
import { type Lock, type Locker, startLocker } from './locking.js';
import { createReceiver, type Receiver } from './receiver.js';
import { type AppFleet, type AppOrders, alice, bob, channelIds, type Settings } from './settings.js';
import { openWitness } from './witness.js';

export interface SoakOptions {
  readonly seconds: number;
  /** How large the file is that is vacuumed. */
  readonly megabytes: number;
  readonly seed: number | string;
}

interface HealthSample {
  readonly at: number;
  readonly ok: boolean;
}

/** What happened. */
export interface SoakResult extends Clicked {
  readonly locks: readonly Lock[];
  readonly killCount: number;
  readonly samples: readonly HealthSample[];
  readonly worstLagMs: number;
  readonly outcomes: ReturnType<Receiver['outcomes']>;
  /** What the file holds in the end. */
  readonly statuses: ReadonlyMap<string, string>;
}

const healthEveryMs = 500;
const recoversWithinMs = 2_000;

async function watchHealth(isOver: () => boolean, fleet: AppFleet) {
  const samples: HealthSample[] = [];
  let worstLagMs = 0;
  const ask = async () => {
    for (const { tell } of fleet.all()) {
      // a process that was killed has no health
      const health = await tell('health', null).catch(() => null);
      if (health !== null) samples.push({ at: Date.now(), ok: health.ok });
      // as above
      worstLagMs = Math.max(worstLagMs, await tell('lag', null).catch(() => 0));
    }
  };
  while (!isOver()) await Promise.all([ask(), after(healthEveryMs)]);
  return { samples, worstLagMs };
}

async function lockUntil(isOver: () => boolean, locker: Locker, random: () => number): Promise<readonly Lock[]> {
  await after(1_000);
  const locks = [await locker.once('lock', 2_200), await locker.once('vacuum', 0)];
  while (!isOver()) {
    await after(1_500 + random() * 2_000);
    const isVacuum = random() < 0.25;
    locks.push(await locker.once(isVacuum ? 'vacuum' : 'lock', 500 + random() * 3_500));
  }
  // the health after the last lock is seen, too
  await after(recoversWithinMs);
  return locks;
}

async function killUntil(isOver: () => boolean, fleet: AppFleet, random: () => number): Promise<number> {
  let count = 0;
  while (!isOver()) {
    await after(1_000 + random() * 4_000);
    await fleet.killAndRestart(random());
    count += 1;
  }
  return count;
}

/** Waits until every decision that was stored was delivered, or for as long as a lease and a poll last. */
async function untilDelivered(receiver: Receiver, decided: Clicked['decided']): Promise<void> {
  const until = Date.now() + 5_000;
  while (Date.now() < until && [...decided.keys()].some((id) => !receiver.outcomes().has(id))) await after(50);
}

/** Two processes serve clicks on one file. Another program locks and vacuums it, and SIGKILL ends them at random. */
export async function soak({ seconds, megabytes, seed }: SoakOptions): Promise<SoakResult> {
  const folder = mkdtempSync(join(tmpdir(), 'soak-'));
  const path = join(folder, 'approvals.db');
  const channels = channelIds.map((id) => ({ id, members: [alice, bob] }));
  const program = (name: string) => bundleChild(new URL(name, import.meta.url));
  const [slack, receiver, app, other] = await Promise.all([
    createSlackSimulator({ channels, rateLimits: false }),
    createReceiver(),
    program('app-child.ts'),
    program('locker-child.ts'),
  ]);
  const { apiUrl, botToken, signingSecret } = slack;
  const settings: Settings = { path, apiUrl, botToken, signingSecret, receiverUrl: receiver.url };
  const fleet = await startFleet<AppOrders>({ program: app.path, size: 2, begin: (tell) => tell('begin', settings) });
  const locker = await startLocker(other.path, path, megabytes, fleet, randomFrom(`${seed} put`));
  const witness = openWitness(path);
  try {
    const until = Date.now() + seconds * 1_000;
    const isTimeOver = () => Date.now() >= until;
    let isLockingOver = false;
    const locking = lockUntil(isTimeOver, locker, randomFrom(`${seed} lock`)).finally(() => {
      isLockingOver = true;
    });
    const [locks, killCount, clicked, health] = await Promise.all([
      locking,
      killUntil(isTimeOver, fleet, randomFrom(`${seed} kill`)),
      clickUntil(isTimeOver, fleet, { slack, replyUrl: receiver.replyUrl }, witness, randomFrom(`${seed} click`)),
      watchHealth(() => isLockingOver, fleet),
    ]);
    await untilDelivered(receiver, clicked.decided);
    return { ...clicked, ...health, locks, killCount, outcomes: receiver.outcomes(), statuses: witness.statuses() };
  } finally {
    witness.close();
    await Promise.all([fleet.close(), locker.close(), slack.close(), receiver.close()]);
    for (const bundle of [app, other]) bundle.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

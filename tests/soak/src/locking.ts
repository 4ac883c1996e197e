import { setTimeout as after } from 'node:timers/promises';
import { type Child, startChild } from 'test-processes/child-process';
import type { AppFleet, LockerOrders, LockReport } from './settings.js';

/** How long the store waits for a lock before it rejects, with some room for a busy machine. */
const patienceMs = 1_500;

export interface Lock {
  readonly kind: 'lock' | 'vacuum';
  readonly begunAt: number;
  readonly endedAt: number;
  /** What a put was told that began and had to end within the lock; null where the lock was too short to tell. */
  readonly putWithin: string | null;
  /** From the end of the lock to the first put that was saved. */
  readonly backAfterMs: number;
}

export interface Locker {
  once(kind: Lock['kind'], ms: number): Promise<Lock>;
  close(): Promise<void>;
}

/** A put on a process that runs. One that is killed meanwhile tells nothing, and another is asked. */
async function putOn(fleet: AppFleet, random: () => number): Promise<string> {
  const answer = await fleet
    .pick(random())
    .tell('put', null)
    .catch(() => null); // killed
  return answer ?? putOn(fleet, random);
}

async function backAfter(fleet: AppFleet, random: () => number, endedAt: number): Promise<number> {
  while ((await putOn(fleet, random)) !== 'saved') await after(10);
  return Date.now() - endedAt;
}

export async function startLocker(
  program: string,
  path: string,
  megabytes: number,
  fleet: AppFleet,
  random: () => number,
): Promise<Locker> {
  const heard: ((report: LockReport) => void)[] = [];
  const child: Child<LockerOrders> = await startChild<LockerOrders, LockReport>(program, (report) =>
    heard.shift()?.(report),
  );
  await child.tell('fill', { path, megabytes });
  const next = () => new Promise<LockReport>((resolve) => heard.push(resolve));
  return {
    async once(kind, ms) {
      const [begins, ends] = [next(), next()];
      const over = kind === 'lock' ? child.tell('lock', ms) : child.tell('vacuum', null);
      const begun = await begins;
      const startedAt = Date.now();
      const put = putOn(fleet, random).then((told) => ({ told, lastedMs: Date.now() - startedAt }));
      const ended = await ends;
      await over;
      const [backAfterMs, { told }] = await Promise.all([backAfter(fleet, random, ended.at), put]);
      const isLong = kind === 'lock' && ended.at - startedAt > patienceMs;
      return { kind, begunAt: begun.at, endedAt: ended.at, putWithin: isLong ? told : null, backAfterMs };
    },
    close: () => child.kill(),
  };
}

import { pacesOf } from '../pace/paces.js';
import type { Row } from '../ports/approval-store.js';
import { reservedQueue } from '../record/ids.js';
import { readRow } from '../record/loaded.js';
import { queueOf, type Runtime, type SlackAccess } from '../runtime/runtime.js';
import { nextTurn } from '../runtime/turns.js';
import { leaseMs } from '../storage/lease.js';
import { randomLeaseToken } from '../storage/put-record.js';
import { firstSuspect, giveBack, isLeftUnread, isSuspect, putBack, renewLease } from './claimed-row.js';
import { startFreePosts } from './drive-posts.js';
import { settleRests } from './resting.js';
import { runOwed } from './run-owed.js';
import { addRunning, type RunningWork, runningWorkOf } from './running-work.js';
import { runSummary } from './summary/run-summary.js';
import { warnOfUndefinedKinds } from './warn-of-undefined-kinds.js';

/** The maximum number of records that one process works on at once. It claims no more than it can start. */
const maxAtOnce = 8;
/** The rows of channels are claimed at most this often after none was due, as summary cards change only every 30 s. */
const claimChannelsEveryMs = 1_000;
/** The maximum number of times that one call claims the same record. Then the call ends. */
const maxClaimsOfRecord = 20;

interface Pass {
  readonly app: Runtime;
  readonly slack: SlackAccess;
  readonly stopAt: number | null;
  readonly running: RunningWork;
  /** The running work of this call. */
  readonly active: Set<Promise<void>>;
  /** How often this call has claimed each record. */
  readonly claimCounts: Map<string, number>;
  claimedCount: number;
  /** The index of the queue to claim from next: the kinds in the order of their definition, then the channels. */
  nextQueue: number;
  nextChannelsAt: number;
}

/** Claims and does the work that is due, kind by kind, until nothing is due or `forMs` of real time are over. */
export async function processDue(
  app: Runtime,
  slack: SlackAccess,
  { forMs }: { readonly forMs: number | null },
): Promise<{ readonly claimedCount: number }> {
  const stopAt = forMs === null ? null : performance.now() + forMs;
  await settleRests(app, 'over');
  const work = {
    running: runningWorkOf(app),
    active: new Set<Promise<void>>(),
    claimCounts: new Map<string, number>(),
  };
  const pass: Pass = { app, slack, stopAt, ...work, claimedCount: 0, nextQueue: 0, nextChannelsAt: 0 };
  const endDriving = beginDriving(slack);
  try {
    while (mayClaim(pass)) {
      const waitMs = endDriving === null ? null : await startPosts(pass);
      const claimed = await claimRound(pass);
      if (claimed === 0 && pass.active.size === 0 && !(await waitForSecond(pass, waitMs))) break;
      if (claimed === 0 || pass.active.size >= maxAtOnce) await waitForOne(pass);
    }
  } finally {
    endDriving?.();
    await Promise.all(pass.active);
  }
  if (mayClaim(pass)) await warnOfUndefinedKinds(app);
  return { claimedCount: pass.claimedCount };
}

/** In a process that does not poll, this call starts the waiting posts. @returns null if something else does */
function beginDriving(slack: SlackAccess): (() => void) | null {
  const pace = pacesOf(slack).channels;
  if (pace.isDriven) return null;
  pace.isDriven = true;
  return () => {
    pace.isDriven = false;
  };
}

/** @returns the time until the next post can start; null: no post waits */
async function startPosts(pass: Pass): Promise<number | null> {
  const keepPost = (work: Promise<void>): void => void keep(pass, catchAndLog(pass, null, work));
  return await startFreePosts(pass.app, pass.slack, pass.stopAt, keepPost);
}

/** Waits until the next post can start, if there is time. @returns false if there is not, or if the clock stands still, as in a test */
async function waitForSecond({ app, stopAt }: Pass, waitMs: number | null): Promise<boolean> {
  if (waitMs === null || stopAt === null || performance.now() + waitMs >= stopAt) return false;
  const before = app.clock();
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  return app.clock() - before >= waitMs / 2;
}

async function waitForOne({ active }: Pass): Promise<void> {
  if (active.size > 0) await Promise.race(active);
}

function mayClaim(pass: Pass): boolean {
  return hasTime(pass) && [...pass.claimCounts.values()].every((count) => count < maxClaimsOfRecord);
}

function hasTime({ stopAt }: Pass): boolean {
  return stopAt === null || performance.now() < stopAt;
}

/** Claims from each queue once, starting after the last one that had work, so that a busy kind does not starve the others. */
async function claimRound(pass: Pass): Promise<number> {
  const queues = queuesOf(pass);
  const order = queues.map((_, index) => (pass.nextQueue + index) % queues.length);
  let claimed = 0;
  for (const index of order) {
    await pass.running.alone;
    const free = maxAtOnce - pass.active.size;
    const queue = queues[index];
    if (queue === undefined || free <= 0 || !mayClaim(pass)) break;
    const count = await claim(pass, queue, free);
    if (count > 0) pass.nextQueue = index + 1;
    claimed += count;
  }
  return claimed;
}

/** A process that defines no kind posts no cards, so it leaves the rows of channels alone. */
function queuesOf({ app: { namespace, kinds }, nextChannelsAt }: Pass): readonly string[] {
  const queues = [...kinds.keys()].map((kind) => queueOf(namespace, kind));
  const areChannelsDue = queues.length > 0 && performance.now() >= nextChannelsAt;
  return areChannelsDue ? [...queues, channelQueue(namespace)] : queues;
}

function channelQueue(namespace: string): string {
  return reservedQueue(namespace, 'channel');
}

async function claim(pass: Pass, queue: string, limit: number): Promise<number> {
  const { app } = pass;
  const now = app.clock();
  const leaseToken = randomLeaseToken();
  const rows = await app.store.claimDue({
    queue,
    now,
    leaseUntil: now + leaseMs,
    leaseToken,
    limit,
  });
  pass.claimedCount += rows.length;
  if (rows.length === 0 && queue === channelQueue(app.namespace))
    pass.nextChannelsAt = performance.now() + claimChannelsEveryMs;
  for (const { id } of rows) pass.claimCounts.set(id, (pass.claimCounts.get(id) ?? 0) + 1);
  const suspect = pass.running.alone === null ? firstSuspect(rows) : null;
  if (suspect === null) await startEach(pass, rows, leaseToken);
  else await startAlone(pass, suspect, rows, leaseToken);
  return rows.length;
}

/** Starts each record on a separate turn of the event loop, so that clicks are answered in between. */
async function startEach(pass: Pass, rows: readonly Row[], token: string): Promise<void> {
  for (const row of rows) {
    await nextTurn();
    const mayStart = hasTime(pass) && pass.running.alone === null && !isSuspect(row);
    if (mayStart) void start(pass, row, token);
    else await catchAndLog(pass, row, giveBack(pass.app, row, token));
  }
}

/** Works on a record that may crash the process while no other work is running. */
async function startAlone(pass: Pass, suspect: Row, rows: readonly Row[], token: string): Promise<void> {
  const { running } = pass;
  running.alone = catchAndLog(pass, suspect, workAlone(pass, suspect, rows, token));
  await running.alone;
  running.alone = null;
}

async function workAlone(pass: Pass, suspect: Row, rows: readonly Row[], token: string): Promise<void> {
  const { app, running } = pass;
  for (const row of rows) if (row !== suspect) await giveBack(app, row, token);
  const isBusy = running.works.size > 0;
  while (running.works.size > 0) await Promise.race(running.works);
  const row = isBusy ? await renewLease(app, suspect, token) : suspect;
  await nextTurn();
  if (row === null) return;
  if (hasTime(pass)) await start(pass, row, token);
  else await giveBack(app, row, token);
}

function start(pass: Pass, row: Row, token: string): Promise<void> {
  return keep(pass, catchAndLog(pass, row, doWork(pass, row, token)));
}

function keep({ active, running }: Pass, work: Promise<void>): Promise<void> {
  addRunning(running, work);
  active.add(work);
  return work.then(() => void active.delete(work));
}

/** An error in the work of one record must not stop the work on others. */
function catchAndLog({ app }: Pass, row: Row | null, work: Promise<void>): Promise<void> {
  return work.catch((error: unknown) => {
    app.log.error('owed_work_failed', 'owed work failed; it is retried when its lease ends', {
      ...(row === null ? {} : { approvalId: row.id }),
      error,
    });
  });
}

async function doWork({ app, slack, stopAt }: Pass, row: Row, token: string): Promise<void> {
  if (row.queue === channelQueue(app.namespace)) return await runSummary({ app, slack, row, token, stopAt });
  if (isLeftUnread(row)) return await putBack(app, row, 'unread');
  const found = readRow(row);
  if (found.type === 'loaded')
    await runOwed({ app, slack, leased: found, token, options: { stopAt, lasts: stopAt === null } });
  else if (found.type !== 'missing') await putBack(app, row, found.type);
}

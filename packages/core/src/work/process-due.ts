import { isError } from '../errors.js';
import { pacesOf } from '../pace/paces.js';
import type { Row } from '../ports/approval-store.js';
import { reservedQueue } from '../record/ids.js';
import { type Loaded, readRow } from '../record/loaded.js';
import { queueOf, type Runtime, type SlackAccess } from '../runtime/runtime.js';
import { nextTurn } from '../runtime/turns.js';
import { leaseMs } from '../storage/lease.js';
import { randomLeaseToken } from '../storage/put-record.js';
import { firstSuspect, giveBack, isLeftUnread, isSuspect, putBack, renewLease } from './claimed-row.js';
import { startFreePosts } from './drive-posts.js';
import { runOwed } from './run-owed.js';
import { runSummary } from './summary/run-summary.js';
import { warnOfUndefinedKinds } from './undefined-kinds.js';
import { keepUnderWay, type UnderWay, underWayOf } from './under-way.js';

/** A process claims only what it can start at once. */
const maxAtOnce = 8;
/** Summary cards change every half minute: their rows are asked for once in this time of a pass, unless they had something. */
const channelsEveryMs = 1_000;
/** One call does not take the same record up more often than this: whatever is still due then waits for the next call. */
const maxTurns = 20;

interface Pass {
  readonly app: Runtime;
  readonly slack: SlackAccess;
  readonly stopAt: number | null;
  readonly underWay: UnderWay;
  /** This call's own part of what is under way. */
  readonly active: Set<Promise<void>>;
  readonly turns: Map<string, number>;
  claimedCount: number;
  /** The queue whose turn it is: kinds in the order of their definition, then the rows of channels. */
  nextQueue: number;
  nextChannelsAt: number;
}

/** Claims what is due, taking the kinds in turn, and does it, until nothing is due or `forMs` of real time have passed. */
export async function processDue(
  app: Runtime,
  slack: SlackAccess,
  { forMs }: { readonly forMs: number | null },
): Promise<{ readonly claimedCount: number }> {
  const stopAt = forMs === null ? null : performance.now() + forMs;
  const underWay = underWayOf(app);
  const begun = { underWay, active: new Set<Promise<void>>(), turns: new Map<string, number>() };
  const pass: Pass = { app, slack, stopAt, ...begun, claimedCount: 0, nextQueue: 0, nextChannelsAt: 0 };
  const endDriving = beginDriving(slack);
  try {
    while (mayClaim(pass)) {
      const waitMs = endDriving === null ? null : await startPosts(pass);
      const claimed = await claimRound(pass);
      if (claimed === 0 && pass.active.size === 0 && !(await secondComes(pass, waitMs))) break;
      if (claimed === 0 || pass.active.size >= maxAtOnce) await nextDone(pass);
    }
  } finally {
    endDriving?.();
    await Promise.all(pass.active);
  }
  if (mayClaim(pass)) await warnOfUndefinedKinds(app);
  return { claimedCount: pass.claimedCount };
}

/** In a process that does not poll, the call itself starts the posts that wait for a second. @returns null where something else does */
function beginDriving(slack: SlackAccess): (() => void) | null {
  const pace = pacesOf(slack).channels;
  if (pace.isDriven) return null;
  pace.isDriven = true;
  return () => {
    pace.isDriven = false;
  };
}

/** @returns how long until the next second of a channel that posts wait for; null: none does */
async function startPosts(pass: Pass): Promise<number | null> {
  const own = (work: Promise<void>): void => void keep(pass, logged(pass, null, work));
  return await startFreePosts(pass.app, pass.slack, pass.stopAt, own);
}

/** A call that has time left waits for the next second. It does not where the clock stands still, as in a test. */
async function secondComes({ app, stopAt }: Pass, waitMs: number | null): Promise<boolean> {
  if (waitMs === null || stopAt === null || performance.now() + waitMs >= stopAt) return false;
  const before = app.clock();
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  return app.clock() - before >= waitMs / 2;
}

async function nextDone({ active }: Pass): Promise<void> {
  if (active.size > 0) await Promise.race(active);
}

function mayClaim(pass: Pass): boolean {
  return hasTime(pass) && [...pass.turns.values()].every((count) => count < maxTurns);
}

function hasTime({ stopAt }: Pass): boolean {
  return stopAt === null || performance.now() < stopAt;
}

/** Asks each queue once, beginning with the one after the last that had something: a busy one leaves the next free place to the others. */
async function claimRound(pass: Pass): Promise<number> {
  const queues = queuesOf(pass);
  const order = queues.map((_, index) => (pass.nextQueue + index) % queues.length);
  let claimed = 0;
  for (const index of order) {
    await pass.underWay.alone;
    const free = maxAtOnce - pass.active.size;
    const queue = queues[index];
    if (queue === undefined || free <= 0 || !mayClaim(pass)) break;
    const count = await claim(pass, queue, free);
    if (count > 0) pass.nextQueue = index + 1;
    claimed += count;
  }
  return claimed;
}

/** A process that defines no kind posts no cards, so it has nothing to do for channels either. */
function queuesOf({ app: { namespace, kinds }, nextChannelsAt }: Pass): readonly string[] {
  const queues = [...kinds.keys()].map((kind) => queueOf(namespace, kind));
  const areChannelsAsked = queues.length > 0 && performance.now() >= nextChannelsAt;
  return areChannelsAsked ? [...queues, channelsOf(namespace)] : queues;
}

function channelsOf(namespace: string): string {
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
  if (rows.length === 0 && queue === channelsOf(app.namespace))
    pass.nextChannelsAt = performance.now() + channelsEveryMs;
  for (const { id } of rows) pass.turns.set(id, (pass.turns.get(id) ?? 0) + 1);
  const suspect = pass.underWay.alone === null ? firstSuspect(rows) : null;
  if (suspect === null) await startEach(pass, rows, leaseToken);
  else await startAlone(pass, suspect, rows, leaseToken);
  return rows.length;
}

/** Starts one record after the other, each on its own turn of the event loop: clicks are answered in between. */
async function startEach(pass: Pass, rows: readonly Row[], token: string): Promise<void> {
  for (const row of rows) {
    await nextTurn();
    const mayStart = hasTime(pass) && pass.underWay.alone === null && !isSuspect(row);
    if (mayStart) void start(pass, row, token);
    else await logged(pass, row, giveBack(pass.app, row, token));
  }
}

/** A record that may end the process takes no other with it: it is worked on while nothing else is. */
async function startAlone(pass: Pass, suspect: Row, rows: readonly Row[], token: string): Promise<void> {
  const { underWay } = pass;
  underWay.alone = logged(pass, suspect, workAlone(pass, suspect, rows, token));
  await underWay.alone;
  underWay.alone = null;
}

async function workAlone(pass: Pass, suspect: Row, rows: readonly Row[], token: string): Promise<void> {
  const { app, underWay } = pass;
  for (const row of rows) if (row !== suspect) await giveBack(app, row, token);
  const isBusy = underWay.works.size > 0;
  while (underWay.works.size > 0) await Promise.race(underWay.works);
  const row = isBusy ? await renewLease(app, suspect, token) : suspect;
  await nextTurn();
  if (row === null) return;
  if (hasTime(pass)) await start(pass, row, token);
  else await giveBack(app, row, token);
}

function start(pass: Pass, row: Row, token: string): Promise<void> {
  return keep(pass, logged(pass, row, doWork(pass, row, token)));
}

function keep({ active, underWay }: Pass, work: Promise<void>): Promise<void> {
  keepUnderWay(underWay, work);
  active.add(work);
  return work.then(() => void active.delete(work));
}

/** One record whose work fails keeps no other from being worked on. */
function logged({ app }: Pass, row: Row | null, work: Promise<void>): Promise<void> {
  return work.catch((error: unknown) => {
    const what = isError(error) ? error.message : 'not an Error';
    app.logger.error('slack-approval: owed work failed; it is claimed again when its lease ends', {
      ...(row === null ? {} : { approvalId: row.id }),
      error: what,
    });
  });
}

async function doWork({ app, slack, stopAt }: Pass, row: Row, token: string): Promise<void> {
  if (row.queue === channelsOf(app.namespace)) return await runSummary(app, slack, row, token, { stopAt });
  if (isLeftUnread(row)) return await putBack(app, row, 'unread');
  const found = readRow(row);
  if (found.type === 'loaded') await runOwed(app, slack, found satisfies Loaded, token, { stopAt });
  else if (found.type !== 'missing') await putBack(app, row, found.type);
}

import { isError } from '../errors.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import type { Row } from '../ports/approval-store.js';
import { checkMs } from './check-ms.js';
import { leaseMs } from './lease.js';
import { type Loaded, readRow } from './load.js';
import { nextTurn } from './next-turn.js';
import { startFreePosts } from './pace/drive-posts.js';
import { pacesOf } from './pace/pace-of.js';
import { randomLeaseToken } from './put-record.js';
import { runOwed } from './run-owed.js';
import { queueOf, type Shell, type SlackAccess } from './shell.js';
import { warnOfUndefinedKinds } from './undefined-kinds.js';

/** A process claims only what it can start at once. */
const mostAtOnce = 8;
/** A record of a newer release is looked at again after this long. */
const newerWaitsMs = 5 * 60_000;
/** One call does not take the same record up more often than this: whatever is still due then waits for the next call. */
const mostTurns = 20;

interface Pass {
  readonly shell: Shell;
  readonly slack: SlackAccess;
  readonly stopAt: number | null;
  readonly active: Set<Promise<void>>;
  readonly turns: Map<string, number>;
  claimedCount: number;
  /** The kind whose turn it is, counted in the order of their definition. */
  nextKind: number;
}

/** Claims what is due, taking the kinds in turn, and does it, until nothing is due or `untilMs` of real time have passed. */
export async function processDue(
  shell: Shell,
  slack: SlackAccess,
  options: { readonly untilMs?: number },
): Promise<{ readonly claimedCount: number }> {
  refuseUnknownKeys('processDue', options, { untilMs: true }, 'invalid_argument');
  const { untilMs } = options;
  const stopAt = untilMs === undefined ? null : performance.now() + checkMs('untilMs', untilMs);
  const pass: Pass = { shell, slack, stopAt, active: new Set(), turns: new Map(), claimedCount: 0, nextKind: 0 };
  const endDriving = beginDriving(slack);
  try {
    while (mayClaim(pass)) {
      const waitMs = endDriving === null ? null : await startPosts(pass);
      const claimed = await claimRound(pass);
      if (claimed === 0 && pass.active.size === 0 && !(await secondComes(pass, waitMs))) break;
      if (claimed === 0 || pass.active.size >= mostAtOnce) await nextDone(pass);
    }
  } finally {
    endDriving?.();
    await Promise.all(pass.active);
  }
  if (mayClaim(pass)) await warnOfUndefinedKinds(shell);
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
  const { started, waitMs } = await startFreePosts(pass.shell, pass.slack, pass.stopAt);
  for (const work of started) keep(pass, work);
  return waitMs;
}

/** A call that has time left waits for the next second. It does not where the clock stands still, as in a test. */
async function secondComes({ shell, stopAt }: Pass, waitMs: number | null): Promise<boolean> {
  if (waitMs === null || stopAt === null || performance.now() + waitMs >= stopAt) return false;
  const before = shell.clock();
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  return shell.clock() - before >= waitMs / 2;
}

async function nextDone({ active }: Pass): Promise<void> {
  if (active.size > 0) await Promise.race(active);
}

function mayClaim({ stopAt, turns }: Pass): boolean {
  if (stopAt !== null && performance.now() >= stopAt) return false;
  return [...turns.values()].every((count) => count < mostTurns);
}

/** Asks each kind once, beginning with the one after the last that had something: a busy kind leaves the next free place to the others. */
async function claimRound(pass: Pass): Promise<number> {
  const kinds = [...pass.shell.kinds.keys()];
  const order = kinds.map((_, index) => (pass.nextKind + index) % kinds.length);
  let claimed = 0;
  for (const index of order) {
    const free = mostAtOnce - pass.active.size;
    const kind = kinds[index];
    if (kind === undefined || free <= 0 || !mayClaim(pass)) break;
    const count = await claim(pass, kind, free);
    if (count > 0) pass.nextKind = index + 1;
    claimed += count;
  }
  return claimed;
}

async function claim(pass: Pass, kind: string, limit: number): Promise<number> {
  const { shell } = pass;
  const now = shell.clock();
  const leaseToken = randomLeaseToken();
  const rows = await shell.store.claimDue({
    queue: queueOf(shell.namespace, kind),
    now,
    leaseUntil: now + leaseMs,
    leaseToken,
    limit,
  });
  for (const row of rows) {
    // clicks are answered between two records
    await nextTurn();
    start(pass, row, leaseToken);
  }
  pass.claimedCount += rows.length;
  return rows.length;
}

function start(pass: Pass, row: Row, token: string): void {
  pass.turns.set(row.id, (pass.turns.get(row.id) ?? 0) + 1);
  keep(pass, doWork(pass, row, token), row.id);
}

function keep({ active, shell }: Pass, work: Promise<void>, approvalId?: string): void {
  const safe = work.catch((error: unknown) => {
    shell.logger.error('slack-approval: owed work failed; it is claimed again when its lease ends', {
      ...(approvalId === undefined ? {} : { approvalId }),
      error: isError(error) ? error.message : 'not an Error',
    });
  });
  active.add(safe);
  void safe.then(() => active.delete(safe));
}

async function doWork(pass: Pass, row: Row, token: string): Promise<void> {
  const found = readRow(row);
  if (found.type === 'loaded') {
    await runOwed(pass.shell, pass.slack, found satisfies Loaded, token, { stopAt: pass.stopAt });
    return;
  }
  if (found.type !== 'missing') await putBack(pass.shell, row, found.type);
}

/** What this release can't read is left as it is: a newer record for whoever knows it, a damaged one for somebody to look at. */
async function putBack(shell: Shell, row: Row, why: 'newer' | 'corrupt'): Promise<void> {
  const unleased = { ...row, leaseToken: null, leaseUntil: null, claimCount: 0 };
  const kept =
    why === 'newer'
      ? { ...unleased, dueAt: shell.clock() + newerWaitsMs }
      : { ...unleased, dueAt: null, attention: 'corrupt' };
  if (why === 'corrupt')
    shell.logger.error('slack-approval: a stored approval cannot be read and is set aside', { approvalId: row.id });
  await shell.store.put(kept, row.version);
}

import type { Approval } from '../domain/approval.js';
import type { Command } from '../domain/commands.js';
import { decide } from '../domain/decide.js';
import { accepted, type Decided } from '../domain/decided.js';
import type { ApprovalEvent } from '../domain/events.js';
import { evolveAll } from '../domain/evolve.js';
import { type OwedWork, owed } from '../domain/owed.js';
import { attempt } from './attempt.js';
import { type Changed, change } from './change.js';
import { isLeaseRunning } from './lease.js';
import { type Loaded, load } from './load.js';
import type { Shell, SlackAccess } from './shell.js';

/** Work found under this many leases in a row without an end is set aside for somebody to look at. */
export const mostClaims = 10;

export interface RunOptions {
  /** Nothing is started at or after this instant of the process's own time (`performance.now()`); null: no end. */
  readonly stopAt: number | null;
}

interface Run {
  readonly shell: Shell;
  readonly slack: SlackAccess;
  readonly id: string;
  readonly token: string;
  readonly inFlight: Set<string>;
  readonly options: RunOptions;
}

/**
 * Does a record's owed work, for as long as there is any to do now. The caller holds the record's lease under `token`:
 * nobody else calls Slack's chat methods or a sink for it. Every outcome is stored before the next attempt begins.
 */
export async function runOwed(
  shell: Shell,
  slack: SlackAccess,
  leased: Loaded,
  token: string,
  options: RunOptions,
): Promise<void> {
  const run: Run = { shell, slack, id: leased.record.approval.id, token, inFlight: new Set(), options };
  const ready = await prepare(run, leased);
  if (ready === null) return;
  const canDeliver = shell.kinds.has(ready.record.approval.kind);
  const ends = await Promise.all([
    follow(run, ready, isSlackWork),
    follow(run, ready, (work) => canDeliver && !isSlackWork(work)),
  ]);
  await giveBack(run, ends);
}

/** What has to be decided before anything is tried: too many abandoned leases, posts that may have been sent, and time itself. */
async function prepare(run: Run, leased: Loaded): Promise<Loaded | null> {
  const { claimCount } = leased.row;
  const types =
    claimCount > mostClaims - 1
      ? (['set_aside'] as const)
      : claimCount > 1
        ? (['take_over', 'tick'] as const)
        : (['tick'] as const);
  const now = run.shell.clock();
  if (
    decideAll(
      leased.record.approval,
      types.map((type) => ({ type, now })),
    ).events.length === 0
  )
    return leased;
  const changed = await hold(run, (at) => types.map((type) => ({ type, now: at })));
  return changed.type === 'done' ? changed.loaded : null;
}

/** Tries one piece of work after the other, each on the record as it is then. @returns the record as it was last seen. */
async function follow(run: Run, first: Loaded, isMine: (work: OwedWork) => boolean): Promise<Loaded | null> {
  let current: Loaded | null = first;
  while (current !== null && mayStart(run, current)) {
    const work = owed(current.record.approval, run.shell.clock()).find(isMine);
    if (work === undefined) break;
    current = await tryOnce(run, current, work);
  }
  return current;
}

async function tryOnce(run: Run, current: Loaded, work: OwedWork): Promise<Loaded | null> {
  const name = JSON.stringify(work);
  run.inFlight.add(name);
  try {
    const outcome = await attempt(
      { shell: run.shell, slack: run.slack, record: current.record, token: run.token },
      work,
    );
    run.inFlight.delete(name);
    const changed = await hold(run, outcome);
    return changed.type === 'done' ? changed.loaded : null;
  } finally {
    run.inFlight.delete(name);
  }
}

function mayStart(run: Run, { row }: Loaded): boolean {
  if (run.options.stopAt !== null && performance.now() >= run.options.stopAt) return false;
  return row.leaseToken === run.token && isLeaseRunning(row, run.shell.clock());
}

/** Stores what commands amount to on the fresh record, keeping the lease until the last of the work is done. */
function hold(run: Run, commandsAt: (now: number) => readonly Command[]): Promise<Changed> {
  return change(run.shell, run.id, {
    decide: ({ record }, now) => decideAll(record.approval, commandsAt(now)),
    lease: { type: 'hold', token: run.token, isDone: (approval) => isDone(run, approval) },
  });
}

/** Gives the lease back where no put did: nothing was found to do, or the time to start is over. */
async function giveBack(run: Run, ends: readonly (Loaded | null)[]): Promise<void> {
  const last = ends.reduce(
    (newest, end) => ((end?.row.version ?? 0) > (newest?.row.version ?? 0) ? end : newest),
    null,
  );
  if (last?.row.leaseToken !== run.token) return;
  const found = await load(run.shell.store, run.id);
  if (found.type !== 'loaded' || found.row.leaseToken !== run.token || !isLeaseRunning(found.row, run.shell.clock()))
    return;
  await change(run.shell, run.id, {
    decide: () => accepted([]),
    lease: { type: 'hold', token: run.token, isDone: () => true },
    always: true,
  });
}

function isDone(run: Run, approval: Approval): boolean {
  return (
    run.inFlight.size === 0 &&
    owed(approval, run.shell.clock()).every((work) => work.type === 'deliver' && !run.shell.kinds.has(approval.kind))
  );
}

/** Decides one command after the other, each on what the ones before left. */
export function decideAll(approval: Approval, commands: readonly Command[]): Decided {
  const events: ApprovalEvent[] = [];
  let current = approval;
  for (const command of commands) {
    const decided = decide(command, current);
    events.push(...decided.events);
    current = evolveAll(current, decided.events) ?? current;
  }
  return accepted(events);
}

function isSlackWork(work: OwedWork): boolean {
  return work.type !== 'deliver';
}

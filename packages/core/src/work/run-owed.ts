import { decide } from '../domain/decide/decide.js';
import { evolveAll } from '../domain/evolve/evolve.js';
import type { Approval } from '../domain/model/approval.js';
import type { Command } from '../domain/model/commands.js';
import type { ApprovalEvent } from '../domain/model/events.js';
import { accept, type Decided } from '../domain/model/refusal.js';
import type { OwedWork } from '../domain/time/owed.js';
import { owed } from '../domain/time/owed.js';
import type { Loaded } from '../record/loaded.js';
import type { RunOptions } from '../runtime/exchange.js';
import type { LeasedWork, Runtime, SlackAccess } from '../runtime/runtime.js';
import { type Committed, commit } from '../storage/commit.js';
import { isLeaseRunning } from '../storage/lease.js';
import { load } from '../storage/load.js';
import type { Attempt, AttemptOutcome } from './attempt.js';
import { attemptPost, attemptSync } from './attempt-card.js';
import { attemptCheck } from './attempt-check.js';
import { attemptDelivery } from './attempt-delivery.js';
import { attemptNotice } from './attempt-notice.js';

/** After this many leases in a row without finishing, the work stops and needs someone's attention. */
export const maxClaims = 10;

interface Run {
  readonly app: Runtime;
  readonly slack: SlackAccess;
  readonly id: string;
  readonly token: string;
  /** The work that is being attempted. */
  readonly inFlight: Set<string>;
  readonly options: RunOptions;
  /** The running put. Outcomes are stored one at a time, so that a put with a lost response can be read back. */
  storing: Promise<unknown>;
}

/**
 * Does the owed work of a record, until there is nothing to do now.
 *
 * The caller holds the record's lease, so no other process calls Slack or a sink for it. Every outcome is stored before the next
 * attempt starts.
 */
export async function runOwed({ app, slack, leased, token, options }: LeasedWork): Promise<void> {
  const run: Run = {
    app,
    slack,
    id: leased.record.approval.id,
    token,
    inFlight: new Set(),
    options,
    storing: Promise.resolve(),
  };
  let current = await prepare(run, leased);
  while (current !== null) current = await giveBack(run, await doWork(run, current));
}

/** Decides what comes before any attempt: too many expired leases, posts that may have been sent, and what is due by time. */
async function prepare(run: Run, leased: Loaded): Promise<Loaded | null> {
  const { claimCount } = leased.row;
  const types =
    claimCount > maxClaims - 1
      ? (['set_aside'] as const)
      : claimCount > 1
        ? (['take_over', 'tick'] as const)
        : (['tick'] as const);
  const now = run.app.clock();
  if (
    decideAll(
      leased.record.approval,
      types.map((type) => ({ type, now })),
    ).events.length === 0
  )
    return leased;
  const committed = await store(run, (at) => types.map((type) => ({ type, now: at })));
  return committed.type === 'done' ? committed.loaded : null;
}

const lanes = ['slack', 'delivery'] as const;
type Lane = (typeof lanes)[number];

/**
 * Attempts what is owed, with Slack work and delivery in parallel. Neither waits for the other, and each starts as soon as the
 * other's outcome makes it owed.
 *
 * @returns the newest record; null: it is gone or cannot be read
 */
async function doWork(run: Run, first: Loaded): Promise<Loaded | null> {
  const running = new Map<Lane, Promise<{ readonly lane: Lane; readonly after: Loaded | null }>>();
  let current: Loaded | null = first;
  try {
    for (;;) {
      for (const lane of lanes) {
        const work = current === null || running.has(lane) ? undefined : nextWork(run, current, lane);
        if (current === null || work === undefined) continue;
        running.set(
          lane,
          attemptOnce(run, current, work).then((after) => ({ lane, after })),
        );
      }
      if (running.size === 0) return current;
      const { lane, after } = await Promise.race(running.values());
      running.delete(lane);
      current = newerOf(current, after);
    }
  } finally {
    // if one throws, the other may still be running: wait for it too
    await Promise.allSettled(running.values());
  }
}

/** Returns the newer version of the record; null: it is gone or cannot be read. */
function newerOf(one: Loaded | null, other: Loaded | null): Loaded | null {
  if (one === null || other === null) return null;
  return one.row.version > other.row.version ? one : other;
}

/** Returns what this process may start now in a lane; undefined: nothing, or its lease or its time is over. */
function nextWork(run: Run, { row, record: { approval } }: Loaded, lane: Lane): OwedWork | undefined {
  const { app, token, options } = run;
  if (options.stopAt !== null && performance.now() >= options.stopAt) return undefined;
  if (row.leaseToken !== token || !isLeaseRunning(row, app.clock())) return undefined;
  return owed(approval, app.clock()).find((work) => laneOf(work) === lane && isDoable(run, approval, work));
}

async function attemptOnce(run: Run, current: Loaded, work: OwedWork): Promise<Loaded | null> {
  const name = JSON.stringify(work);
  run.inFlight.add(name);
  try {
    const outcome = await attemptWork(
      { app: run.app, slack: run.slack, record: current.record, token: run.token },
      work,
    );
    run.inFlight.delete(name);
    const committed = await store(run, outcome);
    return committed.type === 'done' ? committed.loaded : null;
  } finally {
    run.inFlight.delete(name);
  }
}

async function attemptWork(attempt: Attempt, work: OwedWork): Promise<AttemptOutcome> {
  switch (work.type) {
    case 'check_vote':
      return await attemptCheck(attempt, work.voteId);
    case 'post':
      return await attemptPost(attempt, work.copyId);
    case 'sync':
      return await attemptSync(attempt, work.copyId);
    case 'notice':
      return await attemptNotice(attempt, work.noticeId);
    case 'deliver':
      return await attemptDelivery(attempt);
    default:
      return work satisfies never;
  }
}

/** Stores the events of commands on the current record, and keeps the lease until all work is done. */
function store(run: Run, commandsAt: (now: number) => readonly Command[]): Promise<Committed> {
  const put = async () =>
    await commit(run.app, run.id, {
      decide: ({ record }, now) => decideAll(record.approval, commandsAt(now)),
      lease: { type: 'hold', token: run.token, isDone: (approval) => isDone(run, approval) },
    });
  // the caller of a failed put handles its error
  const storing = run.storing.then(put, put);
  run.storing = storing;
  return storing;
}

/**
 * Gives the lease back if no put has: there was nothing to do, or the time is over.
 *
 * @returns the record if another process has added work meanwhile, which this holder then does
 */
async function giveBack(run: Run, last: Loaded | null): Promise<Loaded | null> {
  if (last?.row.leaseToken !== run.token) return null;
  const found = await load(run.app.store, run.id);
  if (found.type !== 'loaded' || found.row.leaseToken !== run.token || !isLeaseRunning(found.row, run.app.clock()))
    return null;
  if (lanes.some((lane) => nextWork(run, found, lane) !== undefined)) return found;
  await commit(run.app, run.id, {
    decide: () => accept([]),
    lease: { type: 'hold', token: run.token, isDone: () => true },
    always: true,
  });
  return null;
}

function isDone(run: Run, approval: Approval): boolean {
  return run.inFlight.size === 0 && !owed(approval, run.app.clock()).some((work) => isDoable(run, approval, work));
}

/** Decides one command after the other, each on the result of the previous ones. */
function decideAll(approval: Approval, commands: readonly Command[]): Decided {
  const events: ApprovalEvent[] = [];
  let current = approval;
  for (const command of commands) {
    const decided = decide(command, current);
    events.push(...decided.events);
    current = evolveAll(current, decided.events) ?? current;
  }
  return accept(events);
}

function laneOf(work: OwedWork): Lane {
  return work.type === 'deliver' ? 'delivery' : 'slack';
}

/** Only a process that defines the kind can deliver, because it has the sink. */
function isDoable({ app }: Run, approval: Approval, work: OwedWork): boolean {
  return work.type !== 'deliver' || app.kinds.has(approval.kind);
}

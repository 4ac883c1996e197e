import { decideAll } from '../domain/decide/decide-all.js';
import type { Approval } from '../domain/model/approval.js';
import type { Command } from '../domain/model/commands.js';
import { findCopy } from '../domain/model/copies.js';
import { accept } from '../domain/model/refusal.js';
import { isFirstDeliveryOwed, type OwedWork, owed } from '../domain/time/owed.js';
import { applyChange } from '../record/apply-change.js';
import type { Loaded } from '../record/loaded.js';
import type { NewPart } from '../record/parts.js';
import type { RunOptions } from '../runtime/exchange.js';
import type { LeasedWork, Runtime, SlackAccess } from '../runtime/runtime.js';
import { type Committed, commit } from '../storage/commit.js';
import { isLeaseRunning, isResting } from '../storage/lease.js';
import { load } from '../storage/load.js';
import { attemptWork } from './attempt-work.js';
import { rest } from './resting.js';

const renewEveryMs = 20_000;

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
  /** The running put. Outcomes are stored one at a time, on the record that the previous one has written. */
  storing: Promise<unknown>;
  /** The record as this run has last read or written it. */
  newest: Loaded;
  /** `performance.now()` until which the first updates after the decision wait for the delivery; null: nothing was held back. */
  heldUntil: number | null;
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
    newest: leased,
    heldUntil: null,
  };
  try {
    let current = await prepare(run, leased);
    while (current !== null) current = await giveBack(run, await doWork(run, current));
  } finally {
    endRest(run);
  }
}

/** The work is over, and no outcome rests. */
function endRest({ app, id, token }: Run): void {
  const own = app.resting.get(id);
  if (own?.token === token && own.rest === null) app.resting.delete(id);
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

/** The delivery first, because the card's update waits for it. */
const lanes = ['delivery', 'slack'] as const;
type Lane = (typeof lanes)[number];
type Running = Map<Lane, Promise<{ readonly lane: Lane; readonly after: Loaded | null }>>;

/** How long the first update after a decision waits for the delivery, so that one update shows both. */
const holdBackMs = 700;

/**
 * Attempts what is owed, with Slack work and delivery in parallel. Neither waits for the other, but for the first update after the
 * decision. Each starts as soon as the other's outcome makes it owed.
 *
 * @returns the newest record; null: it is gone or cannot be read
 */
async function doWork(run: Run, first: Loaded): Promise<Loaded | null> {
  const running: Running = new Map();
  let current: Loaded | null = first;
  try {
    for (;;) {
      startLanes(run, current, running);
      const ended = await nextToEnd(run, running);
      if (ended === 'none') return current;
      if (ended === 'held') continue;
      running.delete(ended.lane);
      current = newerOf(current, ended.after);
    }
  } finally {
    // if one throws, the other may still be running: wait for it too
    await Promise.allSettled(running.values());
  }
}

/** Starts the next work of each free lane. */
function startLanes(run: Run, current: Loaded | null, running: Running): void {
  if (current === null) return;
  for (const lane of lanes) {
    const works = running.has(lane) ? [] : nextWorks(run, current, lane, running);
    if (works.length === 0) continue;
    running.set(
      lane,
      attempt(run, current, works).then((after) => ({ lane, after })),
    );
  }
}

/** Waits for work to end, or until an update that was held back may start. */
async function nextToEnd(
  run: Run,
  running: Running,
): Promise<'none' | 'held' | { readonly lane: Lane; readonly after: Loaded | null }> {
  if (running.size === 0) return 'none';
  const heldMs = run.heldUntil === null || running.has('slack') ? 0 : run.heldUntil - performance.now();
  if (heldMs <= 0) return await Promise.race(running.values());
  let timer: NodeJS.Timeout | undefined;
  const held = new Promise<'held'>((resolve) => {
    timer = setTimeout(resolve, heldMs, 'held');
  });
  try {
    return await Promise.race([...running.values(), held]);
  } finally {
    clearTimeout(timer);
  }
}

/** Notes the newest record of this run: one that was put, or loaded after a conflict. */
function keep(run: Run, loaded: Loaded): void {
  if (loaded.row.version > run.newest.row.version) run.newest = loaded;
}

/** Returns the newer version of the record; null: it is gone or cannot be read. */
function newerOf(one: Loaded | null, other: Loaded | null): Loaded | null {
  if (one === null || other === null) return null;
  return one.row.version > other.row.version ? one : other;
}

/** Returns what this process may start now in a lane: all updates at once, anything else alone. Nothing if its lease or its time is over. */
function nextWorks(run: Run, loaded: Loaded, lane: Lane, running?: Running): readonly OwedWork[] {
  const { app, token, options } = run;
  const { row, record } = loaded;
  if (options.stopAt !== null && performance.now() >= options.stopAt) return [];
  if (row.leaseToken !== token || !isLeaseRunning(row, app.clock())) return [];
  const works = owed(record.approval, app.clock()).filter(
    (work) =>
      laneOf(work) === lane && isDoable(run, record.approval, work) && !isHeld(run, record.approval, work, running),
  );
  const [first] = works;
  if (first === undefined) return [];
  return first.type === 'sync' ? works.filter(({ type }) => type === 'sync') : [first];
}

/** Tells whether an update that would be the first one after the decision waits for the delivery that is under way. */
function isHeld(run: Run, approval: Approval, work: OwedWork, running: Running | undefined): boolean {
  if (work.type !== 'sync' || running?.has('delivery') !== true || run.app.watch.isStopping) return false;
  if (!isFirstDeliveryOwed(approval) || findCopy(approval.work.copies, work.copyId)?.decisionShown !== false)
    return false;
  run.heldUntil ??= performance.now() + holdBackMs;
  return performance.now() < run.heldUntil;
}

/** Attempts several updates, or one other work. Their outcomes share a put. */
async function attempt(run: Run, current: Loaded, works: readonly OwedWork[]): Promise<Loaded | null> {
  const names = works.map((work) => JSON.stringify(work));
  for (const name of names) run.inFlight.add(name);
  try {
    const { app, slack, token, options } = run;
    const one = { app, slack, record: current.record, token, lasts: options.lasts };
    const attempts = Promise.allSettled(works.map((work) => attemptWork(one, work)));
    const settled = works[0]?.type === 'deliver' ? await whileRenewing(run, attempts) : await attempts;
    for (const name of names) run.inFlight.delete(name);
    const outcomes = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const now = app.clock();
    const commands = outcomes.flatMap((outcome) => outcome(now));
    if (outcomes.length === works.length && rest(app, token, run.newest, commands)) return null;
    const parts = outcomes.flatMap(({ parts = [] }) => parts);
    const committed = await store(run, (now) => outcomes.flatMap((outcome) => outcome(now)), parts);
    for (const one of settled) if (one.status === 'rejected') throw one.reason;
    return committed.type === 'done' ? committed.loaded : null;
  } finally {
    for (const name of names) run.inFlight.delete(name);
  }
}

/** A guarded function may run for hours: until it ends, the lease is renewed long before it is over. */
async function whileRenewing<Settled>(run: Run, attempts: Promise<Settled>): Promise<Settled> {
  const renew = (): void => {
    void run.app.work.track(store(run, () => [], [], true));
  };
  const timer = setInterval(renew, renewEveryMs);
  try {
    return await attempts;
  } finally {
    clearInterval(timer);
  }
}

/** Stores the events of commands on the current record, and keeps the lease until all work is done. */
function store(
  run: Run,
  commandsAt: (now: number) => readonly Command[],
  parts: readonly NewPart[] = [],
  always = false,
): Promise<Committed> {
  const put = async () => {
    const committed = await commit(run.app, run.id, {
      apply: applyChange,
      known: run.newest,
      decide: ({ record }, now) => ({ ...decideAll(record.approval, commandsAt(now)), parts }),
      lease: { type: 'hold', token: run.token, isDone: (approval) => isDone(run, approval) },
      always,
    });
    if (committed.type === 'done') keep(run, committed.loaded);
    return committed;
  };
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
  keep(run, found);
  if (lanes.some((lane) => nextWorks(run, found, lane).length > 0)) return found;
  await commit(run.app, run.id, {
    apply: applyChange,
    decide: () => accept([]),
    lease: { type: 'hold', token: run.token, isDone: () => true },
    always: true,
  });
  return null;
}

function isDone(run: Run, approval: Approval): boolean {
  return run.inFlight.size === 0 && !owed(approval, run.app.clock()).some((work) => isDoable(run, approval, work));
}

function laneOf(work: OwedWork): Lane {
  return work.type === 'deliver' ? 'delivery' : 'slack';
}

/**
 * Only a process that defines the kind can deliver, because it has the sink. Under a lease that may rest, there are only updates:
 * another process may take that lease at any time.
 */
function isDoable({ app, token }: Run, approval: Approval, work: OwedWork): boolean {
  if (isResting({ leaseToken: token })) return work.type === 'sync';
  return work.type !== 'deliver' || (app.kinds.get(approval.kind)?.sink ?? null) !== null;
}

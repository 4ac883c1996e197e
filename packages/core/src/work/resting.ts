import { decideAll } from '../domain/decide/decide-all.js';
import { evolveOn } from '../domain/evolve/evolve.js';
import type { Approval } from '../domain/model/approval.js';
import type { Command } from '../domain/model/commands.js';
import { isSpaced } from '../domain/model/copies.js';
import type { ApprovalEvent } from '../domain/model/events.js';
import type { Decided } from '../domain/model/refusal.js';
import { dueAt } from '../domain/time/owed.js';
import type { Row } from '../ports/approval-store.js';
import { applyChange } from '../record/apply-change.js';
import type { Loaded } from '../record/loaded.js';
import type { Resting, Runtime } from '../runtime/runtime.js';
import { commit } from '../storage/commit.js';
import { isLeaseRunning, isResting, leaseMs } from '../storage/lease.js';
import { mayRest } from '../storage/may-rest.js';

/** An outcome waits this long for the next put of this process. A crash before means that the card is drawn once more. */
const restMs = 20_000;

/** Lets the outcome of updates rest if nothing else is to be done before its time is over. @returns whether it rests */
export function rest(app: Runtime, token: string, loaded: Loaded, commands: readonly Command[]): boolean {
  const own = app.resting.get(loaded.row.id);
  const now = app.clock();
  if (own?.token !== token || own.hasNews) return false;
  const after = approvalAfter(loaded, commands);
  if (after === null || !mayRest(app, after, now)) return false;
  const due = dueAt(after);
  if (due !== null && due <= now + restMs) return false;
  own.rest = { loaded, commands, until: now + restMs };
  return true;
}

/** @returns null if more than the state of copies would change, such as the history */
function approvalAfter({ record }: Loaded, commands: readonly Command[]): Approval | null {
  const { events } = decideAll(record.approval, commands);
  return events.every(({ type }) => type === 'copy_changed') ? evolveOn(record.approval, events) : null;
}

/** Stores the outcomes that rest: all of them, or those whose time is over, and gives their leases back. */
export async function settleRests(app: Runtime, which: 'all' | 'over'): Promise<void> {
  const now = app.clock();
  // an outcome rests at most `restMs`, also if the clock was set back
  const isOver = ({ until }: NonNullable<Resting['rest']>): boolean => until <= now || until > now + restMs;
  const rests = [...app.resting].filter(([, { rest }]) => rest !== null && (which === 'all' || isOver(rest)));
  await Promise.all(rests.map(([id, resting]) => app.work.track(settle(app, id, resting))));
}

async function settle(app: Runtime, id: string, { token, rest }: Resting): Promise<void> {
  if (rest === null) return;
  // the put below stores it
  app.resting.delete(id);
  await commit(app, id, {
    known: rest.loaded,
    decide: ({ record }) => decideAll(record.approval, rest.commands),
    apply: applyChange,
    lease: { type: 'hold', token, isDone: () => true },
    always: true,
  });
}

/**
 * Decides on the record as it is with the outcome that waits to be stored. If something changes, one put stores both.
 *
 * @param decide - sees the record with that outcome
 */
export function decideAfterRest<Result extends Decided>(
  app: Runtime,
  loaded: Loaded,
  decide: (loaded: Loaded) => Result,
): Result {
  const events = restingEvents(app, loaded);
  if (events.length === 0) return decide(loaded);
  const { row, record } = loaded;
  const decided = decide({ row, record: { ...record, approval: evolveOn(record.approval, events) } });
  return decided.events.length === 0 ? decided : { ...decided, events: [...events, ...decided.events] };
}

function restingEvents(app: Runtime, { row, record }: Loaded): readonly ApprovalEvent[] {
  const { approval } = record;
  const own = app.resting.get(approval.id);
  if (own?.rest) return decideAll(approval, own.rest.commands).events;
  return isRestingElsewhere(app, row) ? takenOver(approval, row) : [];
}

function isRestingElsewhere({ resting, clock }: Runtime, row: Row): boolean {
  return isResting(row) && isLeaseRunning(row, clock()) && resting.get(row.id)?.token !== row.leaseToken;
}

/** The other process began its updates when it took the lease: the next one keeps its distance to them. */
function takenOver({ work }: Approval, { leaseUntil }: Row): readonly ApprovalEvent[] {
  const at = (leaseUntil ?? 0) - leaseMs;
  return work.copies.flatMap((copy) =>
    isSpaced(copy) && copy.wanted !== copy.shown && (copy.syncedAt ?? 0) < at
      ? [{ type: 'copy_changed', at, copyId: copy.copyId, change: { syncedAt: at } }]
      : [],
  );
}

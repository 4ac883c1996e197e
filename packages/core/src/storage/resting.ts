import { decideAll } from '../domain/decide/decide-all.js';
import { evolveOn } from '../domain/evolve/evolve.js';
import type { Approval } from '../domain/model/approval.js';
import { isSpaced } from '../domain/model/copies.js';
import type { ApprovalEvent } from '../domain/model/events.js';
import type { Decided } from '../domain/model/refusal.js';
import { owed } from '../domain/time/owed.js';
import type { Row } from '../ports/approval-store.js';
import type { Loaded } from '../record/loaded.js';
import type { Runtime } from '../runtime/runtime.js';
import { isLeaseRunning, isResting, leaseMs } from './lease.js';

/** A process that polls less often would store an outcome too late. */
const maxPollMs = 10_000;

/** Tells whether the outcome of a card's updates may wait for the next put of this process. */
export function mayRest({ watch }: Runtime, approval: Approval, now: number): boolean {
  const isOften = watch.pollMs !== null && watch.pollMs <= maxPollMs;
  if (!isOften || approval.status === 'pending' || approval.delivery.state === 'owed') return false;
  return owed(approval, now).every(({ type }) => type === 'sync');
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

/** Returns the token under which this process is at work on a record and may then let the outcome rest; null: it is not. */
export function tokenAtWork({ resting }: Runtime, id: string): string | null {
  const own = resting.get(id);
  return own === undefined || own.rest !== null ? null : own.token;
}

/** After a put: it has stored the outcome that rested, and work under way may have news. @param taken - the token of a lease that the put took */
export function noteRest({ resting }: Runtime, { row }: Loaded, taken: string | null): void {
  const own = resting.get(row.id);
  if (own?.rest === null) own.hasNews = true;
  else resting.delete(row.id);
  if (taken !== null && isResting({ leaseToken: taken }))
    resting.set(row.id, { token: taken, hasNews: false, rest: null });
}

import { type Approval, attentionOf } from '../domain/model/approval.js';
import { requesterIdOf } from '../domain/model/person.js';
import { dueAt, owed } from '../domain/time/owed.js';
import type { Row } from '../ports/approval-store.js';
import { queueOf } from '../runtime/runtime.js';

/** A lease lasts this long from its holder's last put. A process that takes over may do some work twice. */
export const leaseMs = 60_000;

/**
 * What a put does with the record's lease.
 *
 * - `take`: take it if there is work and no lease is running. Where `mayRest` says so, the outcome may wait for the next put of this
 *   process, and the lease says that.
 * - `hold`: renew the lease of this process, or give it back if `isDone`.
 * - `leave`: leave it alone.
 */
export type LeaseWish =
  | {
      readonly type: 'take';
      readonly token: string;
      readonly mayRest?: (approval: Approval, now: number) => boolean;
    }
  | { readonly type: 'hold'; readonly token: string; readonly isDone: (approval: Approval) => boolean }
  | { readonly type: 'leave' };

type LeaseFields = Pick<Row, 'leaseToken' | 'leaseUntil' | 'claimCount' | 'dueAt'>;

export function isLeaseRunning(row: Row | null, now: number): boolean {
  return row !== null && row.leaseToken !== null && row.leaseUntil !== null && row.leaseUntil > now;
}

const restingPrefix = 'rests-';

/** The lease of a process that may still have an outcome to store, and no work that another process could disturb. */
export function isResting(row: Pick<Row, 'leaseToken'>): boolean {
  return row.leaseToken?.startsWith(restingPrefix) === true;
}

/** The token of a lease that this put took; null: it took none. */
export function tokenTaken({ leaseToken }: Pick<Row, 'leaseToken'>, wish: LeaseWish): string | null {
  if (wish.type !== 'take') return null;
  return leaseToken === wish.token || leaseToken === restingPrefix + wish.token ? leaseToken : null;
}

interface Write {
  /** The stored row; null: it is new. */
  readonly before: Row | null;
  readonly lease: LeaseWish;
  readonly now: number;
  /** The token under which this process is at work on the record: its lease is left alone even if it is a resting one. */
  readonly atWork?: string | null;
}

/** Makes the row of a record. A running lease of another process stays as it is, unless it is a resting one. */
export function toRow(approval: Approval, body: string, write: Write): Row {
  const { before } = write;
  return {
    id: approval.id,
    version: before?.version ?? 0,
    queue: queueOf(approval.namespace, approval.kind),
    status: approval.status,
    requesterId: isErased(approval) ? null : requesterIdOf(approval.requester),
    askedAt: approval.askedAt,
    attention: attentionOf(approval),
    body,
    ...leaseAfter(approval, write),
  };
}

/** A requester's name is erased with the texts if it is a system; a person's id stays. */
function isErased(approval: Approval): boolean {
  return approval.status !== 'pending' && approval.erasedAt !== null && typeof approval.requester === 'string';
}

function leaseAfter(approval: Approval, write: Write): LeaseFields {
  const { before, lease: wish, now } = write;
  const kept = {
    leaseToken: before?.leaseToken ?? null,
    leaseUntil: before?.leaseUntil ?? null,
    claimCount: before?.claimCount ?? 0,
  };
  const isRunning = isLeaseRunning(before, now);
  if (isRunning && wish.type === 'hold' && kept.leaseToken === wish.token)
    return wish.isDone(approval) ? unleased(approval) : { ...kept, leaseUntil: now + leaseMs, dueAt: now + leaseMs };
  if (isRunning && !mayTakeOver(write)) return { ...kept, dueAt: kept.leaseUntil };
  // a lease that rests is not an abandoned one
  if (wish.type === 'take') return takenLease(approval, wish, now, isRunning ? 0 : kept.claimCount);
  if (isRunning) return unleased(approval);
  // an expired lease keeps its count, so that the next holder knows that work may have been done already
  const due = dueAt(approval);
  return { ...kept, dueAt: due === null ? null : Math.max(due, now) };
}

function unleased(approval: Approval): LeaseFields {
  return { leaseToken: null, leaseUntil: null, claimCount: 0, dueAt: dueAt(approval) };
}

/** Only a resting lease may be taken over, and not while this very process is at work under it. */
function mayTakeOver({ before, lease, atWork }: Write): boolean {
  return before !== null && isResting(before) && before.leaseToken !== atWork && lease.type !== 'hold';
}

function takenLease(
  approval: Approval,
  { token, mayRest }: Extract<LeaseWish, { type: 'take' }>,
  now: number,
  claimCount: number,
): LeaseFields {
  if (owed(approval, now).length === 0) return unleased(approval);
  const leaseToken = mayRest?.(approval, now) === true ? restingPrefix + token : token;
  return { leaseToken, leaseUntil: now + leaseMs, claimCount: claimCount + 1, dueAt: now + leaseMs };
}

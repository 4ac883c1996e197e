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
 * - `take`: take it if there is work and no lease is running.
 * - `hold`: renew the lease of this process, or give it back if `isDone`.
 * - `leave`: leave it alone.
 */
export type LeaseWish =
  | { readonly type: 'take'; readonly token: string }
  | { readonly type: 'hold'; readonly token: string; readonly isDone: (approval: Approval) => boolean }
  | { readonly type: 'leave' };

type LeaseFields = Pick<Row, 'leaseToken' | 'leaseUntil' | 'claimCount' | 'dueAt'>;

export function isLeaseRunning(row: Row | null, now: number): boolean {
  return row !== null && row.leaseToken !== null && row.leaseUntil !== null && row.leaseUntil > now;
}

interface Write {
  /** The stored row; null: it is new. */
  readonly before: Row | null;
  readonly lease: LeaseWish;
  readonly now: number;
}

/** Makes the row of a record. A running lease of another process stays as it is. */
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

function leaseAfter(approval: Approval, { before, lease: wish, now }: Write): LeaseFields {
  const unleased = () => ({ leaseToken: null, leaseUntil: null, claimCount: 0, dueAt: dueAt(approval) });
  const kept = {
    leaseToken: before?.leaseToken ?? null,
    leaseUntil: before?.leaseUntil ?? null,
    claimCount: before?.claimCount ?? 0,
  };
  const isOurs = wish.type === 'hold' && before?.leaseToken === wish.token;
  if (isLeaseRunning(before, now)) {
    if (!isOurs) return { ...kept, dueAt: kept.leaseUntil };
    return wish.isDone(approval) ? unleased() : { ...kept, leaseUntil: now + leaseMs, dueAt: now + leaseMs };
  }
  if (wish.type === 'take') {
    if (owed(approval, now).length === 0) return unleased();
    return { leaseToken: wish.token, leaseUntil: now + leaseMs, claimCount: kept.claimCount + 1, dueAt: now + leaseMs };
  }
  // an expired lease keeps its count, so that the next holder knows that work may have been done already
  const due = dueAt(approval);
  return { ...kept, dueAt: due === null ? null : Math.max(due, now) };
}

import { type Approval, attentionOf } from '../domain/model/approval.js';
import { requesterIdOf } from '../domain/model/person.js';
import { dueAt, owed } from '../domain/time/owed.js';
import type { Row } from '../ports/approval-store.js';
import { queueOf } from '../runtime/runtime.js';

/** A holder has this long from its last put; whoever takes over after it may do work twice. */
export const leaseMs = 60_000;

/**
 * How a put treats the record's lease: take one if there is work and none is running, hold the one this process has
 * (`isDone` says which put is its last), or leave it alone.
 */
export type LeaseWish =
  | { readonly type: 'take'; readonly token: string }
  | { readonly type: 'hold'; readonly token: string; readonly isDone: (approval: Approval) => boolean }
  | { readonly type: 'leave' };

type LeaseFields = Pick<Row, 'leaseToken' | 'leaseUntil' | 'claimCount' | 'dueAt'>;

export function isLeaseRunning(row: Row | null, now: number): boolean {
  return row !== null && row.leaseToken !== null && row.leaseUntil !== null && row.leaseUntil > now;
}

/** The row of a record, with its lease as the wish and the row before allow. A running lease of another holder stays as it is. */
export function toRow(approval: Approval, body: string, before: Row | null, wish: LeaseWish, now: number): Row {
  return {
    id: approval.id,
    version: before?.version ?? 0,
    queue: queueOf(approval.namespace, approval.kind),
    status: approval.status,
    requesterId: isErased(approval) ? null : requesterIdOf(approval.requester),
    askedAt: approval.askedAt,
    attention: attentionOf(approval),
    body,
    ...leaseAfter(approval, before, wish, now),
  };
}

/** The name of a system is erased with the texts; a person's id stays. */
function isErased(approval: Approval): boolean {
  return approval.status !== 'pending' && approval.erasedAt !== null && typeof approval.requester === 'string';
}

function leaseAfter(approval: Approval, before: Row | null, wish: LeaseWish, now: number): LeaseFields {
  const unleased = () => ({ leaseToken: null, leaseUntil: null, claimCount: 0, dueAt: dueAt(approval) });
  const kept = {
    leaseToken: before?.leaseToken ?? null,
    leaseUntil: before?.leaseUntil ?? null,
    claimCount: before?.claimCount ?? 0,
  };
  const isMine = wish.type === 'hold' && before?.leaseToken === wish.token;
  if (isLeaseRunning(before, now)) {
    if (!isMine) return { ...kept, dueAt: kept.leaseUntil };
    return wish.isDone(approval) ? unleased() : { ...kept, leaseUntil: now + leaseMs, dueAt: now + leaseMs };
  }
  if (wish.type === 'take') {
    if (owed(approval, now).length === 0) return unleased();
    return { leaseToken: wish.token, leaseUntil: now + leaseMs, claimCount: kept.claimCount + 1, dueAt: now + leaseMs };
  }
  // an abandoned lease keeps its count, so that the next claim knows that work may have been done
  const due = dueAt(approval);
  return { ...kept, dueAt: due === null ? null : Math.max(due, now) };
}

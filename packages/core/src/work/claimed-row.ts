import { dueAt } from '../domain/time/owed.js';
import type { Row } from '../ports/approval-store.js';
import { readRow } from '../record/loaded.js';
import type { Runtime } from '../runtime/runtime.js';
import { leaseMs } from '../storage/lease.js';
import { maxClaims } from './run-owed.js';

/** A record that was claimed this often without finishing may be what crashes the processes. */
const minSuspectClaims = 3;
/** When to try a record of a newer release again. */
const newerRetryMs = 5 * 60_000;

/** Tells whether to do nothing else during the work on this row, as it may crash the process. */
export function isSuspect(row: Row): boolean {
  return row.claimCount >= minSuspectClaims && !isLeftUnread(row);
}

/** Tells whether even reading the row may crash the process, so that it is put back unread. */
export function isLeftUnread({ attention, claimCount }: Row): boolean {
  return claimCount >= (attention === 'stuck' ? minSuspectClaims : maxClaims + minSuspectClaims);
}

/** Returns the suspect with the fewest claims. The others are claimed again later. */
export function firstSuspect(rows: readonly Row[]): Row | null {
  const [first = null] = rows.filter(isSuspect).toSorted((one, other) => one.claimCount - other.claimCount);
  return first;
}

/** Undoes a claim before any work has started: the row is due as before, and the claim does not count. */
export async function giveBack(app: Runtime, row: Row, token: string): Promise<void> {
  let current: Row | null = row;
  while (current?.leaseToken === token) {
    const { claimCount } = current;
    const unleased = { ...current, leaseToken: null, leaseUntil: null, claimCount: claimCount - 1 };
    const saved = await app.store.put({ ...unleased, dueAt: dueAgainAt(app, current) }, current.version);
    if (saved === 'saved') return;
    current = await app.store.get(row.id);
  }
}

function dueAgainAt(app: Runtime, row: Row): number | null {
  const found = isSuspect(row) ? null : readRow(row);
  return found?.type === 'loaded' ? dueAt(found.record.approval) : app.clock();
}

/** Renews the lease of a claimed row. @returns null if another process has it by now */
export async function renewLease(app: Runtime, row: Row, token: string): Promise<Row | null> {
  let current: Row | null = row;
  while (current?.leaseToken === token) {
    const leaseUntil = app.clock() + leaseMs;
    const renewed: Row = { ...current, leaseUntil, dueAt: leaseUntil };
    if ((await app.store.put(renewed, current.version)) === 'saved')
      return { ...renewed, version: current.version + 1 };
    current = await app.store.get(row.id);
  }
  return null;
}

/**
 * Puts back a row that this release does not work on, and gives back the lease.
 *
 * - `newer`: a newer release wrote it, so it is due again later.
 * - `corrupt`, `unread`: it cannot be read, or reading it may crash the process, so it needs someone's attention.
 */
export async function putBack(app: Runtime, row: Row, why: 'newer' | 'corrupt' | 'unread'): Promise<void> {
  const unleased = { ...row, leaseToken: null, leaseUntil: null, claimCount: 0 };
  const kept = {
    newer: { dueAt: app.clock() + newerRetryMs },
    corrupt: { dueAt: null, attention: 'corrupt' },
    unread: { dueAt: null, attention: 'stuck' },
  }[why];
  if (why === 'corrupt') app.log.error('corrupt', unreadable, { approvalId: row.id });
  if (why === 'unread') app.log.error('stuck', unread, { approvalId: row.id });
  await app.store.put({ ...unleased, ...kept }, row.version);
}

const unreadable = 'a stored approval cannot be read; no process works on it any more';
const unread = 'every process that worked on this approval crashed; no process works on it any more';

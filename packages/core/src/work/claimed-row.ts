import { dueAt } from '../domain/time/owed.js';
import type { Row } from '../ports/approval-store.js';
import { readRow } from '../record/loaded.js';
import type { Runtime } from '../runtime/runtime.js';
import { leaseMs } from '../storage/lease.js';
import { maxClaims } from './run-owed.js';

/** A record that was claimed this often without an end may be what ends each process. */
const suspectClaims = 3;
/** A record of a newer release is looked at again after this long. */
const newerWaitsMs = 5 * 60_000;

/** Whether to work on nothing else while this row is worked on. */
export function isSuspect(row: Row): boolean {
  return row.claimCount >= suspectClaims && !isLeftUnread(row);
}

/** Whether even to read this row may end the process: nothing else is tried with what is set aside, or about to be. */
export function isLeftUnread({ attention, claimCount }: Row): boolean {
  return claimCount >= (attention === 'stuck' ? suspectClaims : maxClaims + suspectClaims);
}

/** The suspect that was claimed the fewest times: the others may be claimed again once it is done. */
export function firstSuspect(rows: readonly Row[]): Row | null {
  const [first = null] = rows.filter(isSuspect).toSorted((one, other) => one.claimCount - other.claimCount);
  return first;
}

/** Takes back a claim with which nothing was begun: the row is due as before, and no process counts as ended over it. */
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

/** Begins the lease of a claimed row anew. @returns null where another process has it by now */
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
 * Leaves a row as it is that this release can't read: a newer record for the releases that know it, a damaged one for a person to
 * look at. So is one that is not read at all.
 */
export async function putBack(app: Runtime, row: Row, why: 'newer' | 'corrupt' | 'unread'): Promise<void> {
  const unleased = { ...row, leaseToken: null, leaseUntil: null, claimCount: 0 };
  const kept = {
    newer: { dueAt: app.clock() + newerWaitsMs },
    corrupt: { dueAt: null, attention: 'corrupt' },
    unread: { dueAt: null, attention: 'stuck' },
  }[why];
  if (why !== 'newer') app.logger.error(said[why], { approvalId: row.id });
  await app.store.put({ ...unleased, ...kept }, row.version);
}

const said = {
  corrupt: 'slack-approval: a stored approval cannot be read and is set aside',
  unread: 'slack-approval: each process that took up this approval ended; nothing takes it up any more',
} as const;

import { dueAt } from '../domain/time/owed.js';
import type { Row } from '../ports/approval-store.js';
import type { Runtime } from '../runtime/runtime.js';
import { leaseMs } from '../storage/lease.js';
import { readRow } from '../storage/load.js';
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
export async function giveBack(runtime: Runtime, row: Row, token: string): Promise<void> {
  let current: Row | null = row;
  while (current?.leaseToken === token) {
    const { claimCount } = current;
    const unleased = { ...current, leaseToken: null, leaseUntil: null, claimCount: claimCount - 1 };
    const saved = await runtime.store.put({ ...unleased, dueAt: dueAgainAt(runtime, current) }, current.version);
    if (saved === 'saved') return;
    current = await runtime.store.get(row.id);
  }
}

function dueAgainAt(runtime: Runtime, row: Row): number | null {
  const found = isSuspect(row) ? null : readRow(row);
  return found?.type === 'loaded' ? dueAt(found.record.approval) : runtime.clock();
}

/** Begins the lease of a claimed row anew. @returns null where another process has it by now */
export async function renewLease(runtime: Runtime, row: Row, token: string): Promise<Row | null> {
  let current: Row | null = row;
  while (current?.leaseToken === token) {
    const leaseUntil = runtime.clock() + leaseMs;
    const renewed: Row = { ...current, leaseUntil, dueAt: leaseUntil };
    if ((await runtime.store.put(renewed, current.version)) === 'saved')
      return { ...renewed, version: current.version + 1 };
    current = await runtime.store.get(row.id);
  }
  return null;
}

/**
 * Leaves a row as it is that this release can't read: a newer record for the releases that know it, a damaged one for a person to
 * look at. So is one that is not read at all.
 */
export async function putBack(runtime: Runtime, row: Row, why: 'newer' | 'corrupt' | 'unread'): Promise<void> {
  const unleased = { ...row, leaseToken: null, leaseUntil: null, claimCount: 0 };
  const kept = {
    newer: { dueAt: runtime.clock() + newerWaitsMs },
    corrupt: { dueAt: null, attention: 'corrupt' },
    unread: { dueAt: null, attention: 'stuck' },
  }[why];
  if (why !== 'newer') runtime.logger.error(said[why], { approvalId: row.id });
  await runtime.store.put({ ...unleased, ...kept }, row.version);
}

const said = {
  corrupt: 'slack-approval: a stored approval cannot be read and is set aside',
  unread: 'slack-approval: each process that took up this approval ended; nothing takes it up any more',
} as const;

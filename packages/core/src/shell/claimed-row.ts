import { dueAt } from '../domain/owed.js';
import type { Row } from '../ports/approval-store.js';
import { leaseMs } from './lease.js';
import { readRow } from './load.js';
import { mostClaims } from './run-owed.js';
import type { Shell } from './shell.js';

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
  return claimCount >= (attention === 'stuck' ? suspectClaims : mostClaims + suspectClaims);
}

/** The suspect that was claimed the fewest times: the others may be claimed again once it is done. */
export function firstSuspect(rows: readonly Row[]): Row | null {
  const [first = null] = rows.filter(isSuspect).toSorted((one, other) => one.claimCount - other.claimCount);
  return first;
}

/** Takes back a claim with which nothing was begun: the row is due as before, and no process counts as ended over it. */
export async function giveBack(shell: Shell, row: Row, token: string): Promise<void> {
  let current: Row | null = row;
  while (current?.leaseToken === token) {
    const { claimCount } = current;
    const unleased = { ...current, leaseToken: null, leaseUntil: null, claimCount: claimCount - 1 };
    const saved = await shell.store.put({ ...unleased, dueAt: dueAgainAt(shell, current) }, current.version);
    if (saved === 'saved') return;
    current = await shell.store.get(row.id);
  }
}

function dueAgainAt(shell: Shell, row: Row): number | null {
  const found = isSuspect(row) ? null : readRow(row);
  return found?.type === 'loaded' ? dueAt(found.record.approval) : shell.clock();
}

/** Begins the lease of a claimed row anew. @returns null where another process has it by now */
export async function renewLease(shell: Shell, row: Row, token: string): Promise<Row | null> {
  let current: Row | null = row;
  while (current?.leaseToken === token) {
    const leaseUntil = shell.clock() + leaseMs;
    const renewed: Row = { ...current, leaseUntil, dueAt: leaseUntil };
    if ((await shell.store.put(renewed, current.version)) === 'saved')
      return { ...renewed, version: current.version + 1 };
    current = await shell.store.get(row.id);
  }
  return null;
}

/**
 * Leaves a row as it is that this release can't read: a newer record for the releases that know it, a damaged one for a person to
 * look at. So is one that is not read at all.
 */
export async function putBack(shell: Shell, row: Row, why: 'newer' | 'corrupt' | 'unread'): Promise<void> {
  const unleased = { ...row, leaseToken: null, leaseUntil: null, claimCount: 0 };
  const kept = {
    newer: { dueAt: shell.clock() + newerWaitsMs },
    corrupt: { dueAt: null, attention: 'corrupt' },
    unread: { dueAt: null, attention: 'stuck' },
  }[why];
  if (why !== 'newer') shell.logger.error(said[why], { approvalId: row.id });
  await shell.store.put({ ...unleased, ...kept }, row.version);
}

const said = {
  corrupt: 'slack-approval: a stored approval cannot be read and is set aside',
  unread: 'slack-approval: each process that took up this approval ended; nothing takes it up any more',
} as const;

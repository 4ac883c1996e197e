import type { Row } from '../ports/approval-store.js';
import { reservedId, reservedQueue } from '../record/ids.js';
import type { Runtime } from '../runtime/runtime.js';

/** What an internal row is for. */
export type Purpose = 'channel' | 'health';

/** The fields of an internal row that a caller may change. */
export interface Reserved {
  readonly body: string;
  readonly dueAt: number | null;
  readonly lease: { readonly token: string; readonly until: number } | null;
}

type Place = Pick<Runtime, 'store' | 'namespace'>;

const maxTries = 5;
const status = 'reserved';

/** Tells whether a row is an internal one, which belongs to no approval. */
export function isReserved(row: Row): boolean {
  return row.status === status;
}

/** Loads an internal row; null: it does not exist yet. */
export async function loadReserved({ store, namespace }: Place, purpose: Purpose, name: string): Promise<Row | null> {
  return await store.get(reservedId(namespace, purpose, name));
}

/**
 * Changes an internal row: load, decide, put, and again from the start after a conflict.
 *
 * @param decide - returns null to leave the row as it is
 * @returns whether the row was written; false also after five conflicts in a row
 */
export async function changeReserved(
  place: Place,
  purpose: Purpose,
  name: string,
  decide: (before: Row | null) => Reserved | null,
): Promise<boolean> {
  for (let tries = 0; tries < maxTries; tries += 1) {
    const before = await loadReserved(place, purpose, name);
    const next = decide(before);
    if (next === null) return false;
    const row = toRow({ namespace: place.namespace, purpose, name }, before, next);
    if ((await place.store.put(row, before?.version ?? 0)) === 'saved') return true;
  }
  return false;
}

interface RowName {
  readonly namespace: string;
  readonly purpose: Purpose;
  readonly name: string;
}

/** `askedAt` is 0, so that the row comes last in every list of approvals. */
function toRow({ namespace, purpose, name }: RowName, before: Row | null, next: Reserved): Row {
  return {
    id: reservedId(namespace, purpose, name),
    version: before?.version ?? 0,
    queue: reservedQueue(namespace, purpose),
    status,
    requesterId: null,
    askedAt: 0,
    dueAt: next.dueAt,
    leaseToken: next.lease?.token ?? null,
    leaseUntil: next.lease?.until ?? null,
    claimCount: next.lease === null ? 0 : (before?.claimCount ?? 0),
    attention: null,
    body: next.body,
  };
}

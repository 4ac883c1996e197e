import type { ApprovalStore } from '../ports/approval-store.js';
import { isApprovalId } from '../record/ids.js';
import { type LoadResult, readRow } from '../record/loaded.js';

/** Loads an approval of any namespace. */
export async function load(store: ApprovalStore, id: string): Promise<LoadResult> {
  // ask the store for real ids only: drivers fail on zero bytes, objects and the like
  const row = isApprovalId(id) ? await store.get(id) : null;
  return row === null ? { type: 'missing' } : readRow(row);
}

/** Loads an approval of this namespace. Namespaces may share a store, and don't see each other's approvals. */
export async function loadOurs(
  { store, namespace }: { readonly store: ApprovalStore; readonly namespace: string },
  id: string,
): Promise<LoadResult> {
  const row = isApprovalId(id) ? await store.get(id) : null;
  return row?.queue.startsWith(`${namespace}/`) === true ? readRow(row) : { type: 'missing' };
}

import type { ApprovalStore } from '../ports/approval-store.js';
import { isApprovalId } from '../record/ids.js';
import { type LoadResult, readRow } from '../record/loaded.js';

export async function load(store: ApprovalStore, id: string): Promise<LoadResult> {
  // no store is asked for what no approval is called: drivers and databases stumble over zero bytes, objects and the like
  const row = isApprovalId(id) ? await store.get(id) : null;
  return row === null ? { type: 'missing' } : readRow(row);
}

/** Two namespaces may share a store: another one's approval is not there. */
export async function loadOurs(
  { store, namespace }: { readonly store: ApprovalStore; readonly namespace: string },
  id: string,
): Promise<LoadResult> {
  const found = await load(store, id);
  const isOurs = found.type === 'missing' || found.row.queue.startsWith(`${namespace}/`);
  return isOurs ? found : { type: 'missing' };
}

import type { ApprovalStore, Row } from '../ports/approval-store.js';
import { isApprovalId } from '../record/ids.js';
import { type ApprovalRecord, readRecord } from '../record/record.js';

/** A stored approval, read. */
export interface Loaded {
  readonly row: Row;
  readonly record: ApprovalRecord;
}

export type LoadResult =
  | ({ readonly type: 'loaded' } & Loaded)
  | { readonly type: 'missing' }
  | { readonly type: 'newer' | 'corrupt'; readonly row: Row };

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

export function readRow(row: Row): LoadResult {
  const read = readRecord(row.body);
  return read.type === 'record' ? { type: 'loaded', row, record: read.record } : { type: read.type, row };
}

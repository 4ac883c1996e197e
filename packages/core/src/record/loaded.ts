import type { Row } from '../ports/approval-store.js';
import { type ApprovalRecord, readRecord } from './record.js';

/** A stored approval, read. */
export interface Loaded {
  readonly row: Row;
  readonly record: ApprovalRecord;
}

export type LoadResult =
  | ({ readonly type: 'loaded' } & Loaded)
  | { readonly type: 'missing' }
  | { readonly type: 'newer' | 'corrupt'; readonly row: Row };

export function readRow(row: Row): LoadResult {
  const read = readRecord(row.body);
  return read.type === 'record' ? { type: 'loaded', row, record: read.record } : { type: read.type, row };
}

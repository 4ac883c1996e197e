import type { RowQuery } from '../ports/approval-store.js';
import { readRow } from '../record/loaded.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Runtime } from '../runtime/runtime.js';
import { asOf } from './as-of.js';

/** The records on one page of the store's list. `isPartial`: there are more, after `next`. */
export interface RecordPage {
  readonly records: readonly ApprovalRecord[];
  readonly isPartial: boolean;
  readonly next: string | null;
}

/** Lists records of this namespace, as of now. Leaves out rows that cannot be read. */
export async function recordsOf({ store, namespace, clock }: Runtime, query: RowQuery): Promise<RecordPage> {
  const { rows, next } = await store.list(query);
  const records = rows.flatMap((row) => {
    const read = row.queue.startsWith(`${namespace}/`) ? readRow(row) : null;
    return read?.type === 'loaded' ? [asOf(read.record, clock())] : [];
  });
  return { records, isPartial: next !== null, next };
}

import { SlackApprovalError } from './errors.js';
import type { ApprovalStore, DueClaim, Row, RowPage, RowQuery } from './ports/approval-store.js';
import { markForgetful } from './ports/forgetful.js';
import { pageOf, placeAfter } from './ports/row-page.js';

/** Newest asked first, then by id descending. */
function newestFirst(a: Row, b: Row): number {
  if (a.askedAt !== b.askedAt) return b.askedAt - a.askedAt;
  return a.id < b.id ? 1 : -1;
}

function matches(row: Row, query: RowQuery): boolean {
  return (
    (query.queue === undefined || row.queue === query.queue) &&
    (query.status === undefined || row.status === query.status) &&
    (query.requesterId === undefined || row.requesterId === query.requesterId) &&
    (query.attention === undefined || row.attention === query.attention)
  );
}

function page(rows: Iterable<Row>, query: RowQuery): RowPage {
  const after = placeAfter(query.after);
  const isAfter = (row: Row) =>
    after === null || row.askedAt < after.askedAt || (row.askedAt === after.askedAt && row.id < after.id);
  const found = [...rows].filter((row) => matches(row, query) && isAfter(row)).sort(newestFirst);
  return pageOf(found, query.limit);
}

function dueRows(rows: Iterable<Row>, { queue, now, limit }: DueClaim): readonly Row[] {
  return [...rows]
    .flatMap((row) => (row.queue === queue && row.dueAt !== null && row.dueAt <= now ? [{ row, at: row.dueAt }] : []))
    .sort((a, b) => a.at - b.at)
    .slice(0, limit)
    .map(({ row }) => row);
}

/**
 * A store that forgets with its process: for tests and trials only.
 *
 * It keeps every promise of `ApprovalStore` except that nothing survives a restart.
 */
export function memoryStore(): ApprovalStore {
  const rows = new Map<string, Row>();
  let open = true;
  const assertOpen = () => {
    if (!open) throw new SlackApprovalError('store_closed', 'The store is closed: create another one to go on.');
  };
  const keep = (row: Row) => {
    const kept = Object.freeze(row);
    rows.set(row.id, kept);
    return kept;
  };

  return markForgetful<ApprovalStore>({
    async get(id) {
      assertOpen();
      return rows.get(id) ?? null;
    },
    async put(row, expectedVersion) {
      assertOpen();
      if ((rows.get(row.id)?.version ?? 0) !== expectedVersion) return 'conflict';
      keep({ ...row, version: expectedVersion + 1 });
      return 'saved';
    },
    async claimDue(claim) {
      assertOpen();
      const { leaseToken, leaseUntil } = claim;
      return dueRows(rows.values(), claim).map((row) =>
        keep({
          ...row,
          leaseToken,
          leaseUntil,
          dueAt: leaseUntil,
          claimCount: row.claimCount + 1,
          version: row.version + 1,
        }),
      );
    },
    async list(query) {
      assertOpen();
      return page(rows.values(), query);
    },
    async close() {
      open = false;
    },
  });
}

import { SlackApprovalError } from '../errors.js';
import type { ApprovalStore, DueClaim, Row, RowPage, RowQuery } from '../ports/approval-store.js';
import { pageOf, placeAfter, type RowPlace } from '../ports/row-page.js';
import { createOrder, type Order } from './order.js';

/** When a row is due. Rows due at the same instant are claimed in the order of their first put. */
interface Due {
  readonly at: number;
  readonly number: number;
  readonly id: string;
}

/** A row, and the number of rows before it. */
interface Kept {
  readonly row: Row;
  readonly number: number;
}

function matches(row: Row, query: RowQuery): boolean {
  return (
    (query.queue === undefined || row.queue === query.queue) &&
    (query.status === undefined || row.status === query.status) &&
    (query.requesterId === undefined || row.requesterId === query.requesterId) &&
    (query.attention === undefined || row.attention === query.attention)
  );
}

function comparePlaces(one: RowPlace, other: RowPlace): number {
  if (one.askedAt !== other.askedAt) return one.askedAt - other.askedAt;
  if (one.id === other.id) return 0;
  return one.id < other.id ? -1 : 1;
}

function compareDue(one: Due, other: Due): number {
  return one.at - other.at || one.number - other.number;
}

/** Keeps rows by id, in the order of lists, and for each queue in the order in which they are due. */
function createRows() {
  const byId = new Map<string, Kept>();
  const places = createOrder(comparePlaces);
  const dueByQueue = new Map<string, Order<Due>>();

  const dueIn = (queue: string): Order<Due> => {
    const due = dueByQueue.get(queue) ?? createOrder(compareDue);
    dueByQueue.set(queue, due);
    return due;
  };
  const changeDue = (change: 'add' | 'delete', { row: { queue, dueAt, id }, number }: Kept): void => {
    if (dueAt !== null) dueIn(queue)[change]({ at: dueAt, number, id });
  };

  return {
    get: (id: string): Row | null => byId.get(id)?.row ?? null,
    keep(given: Row): Row {
      const before = byId.get(given.id);
      const kept: Kept = { row: Object.freeze(given), number: before?.number ?? byId.size };
      const { id, askedAt, queue, dueAt } = given;
      if (before?.row.askedAt !== askedAt) {
        if (before !== undefined) places.delete(before.row);
        places.add({ id, askedAt });
      }
      if (before?.row.queue !== queue || before.row.dueAt !== dueAt) {
        if (before !== undefined) changeDue('delete', before);
        changeDue('add', kept);
      }
      byId.set(id, kept);
      return kept.row;
    },
    due({ queue, now, limit }: DueClaim): readonly Row[] {
      const found: Row[] = [];
      for (const { at, id } of dueByQueue.get(queue)?.ascending() ?? []) {
        const row = byId.get(id)?.row;
        if (at > now || !(found.length < limit)) break;
        if (row !== undefined) found.push(row);
      }
      return found;
    },
    list(query: RowQuery): RowPage {
      const found: Row[] = [];
      for (const { id } of places.descending(placeAfter(query.after))) {
        if (!(found.length <= query.limit)) break;
        const row = byId.get(id)?.row;
        if (row !== undefined && matches(row, query)) found.push(row);
      }
      return pageOf(found, query.limit);
    },
  };
}

/**
 * A store in the memory of this process, for tests and trials.
 *
 * It keeps every promise of `ApprovalStore`, but nothing survives a restart.
 *
 * @example
 * const approvals = createApprovals({ store: memoryStore() });
 */
export function memoryStore(): ApprovalStore {
  const rows = createRows();
  let open = true;
  const assertOpen = () => {
    if (!open) throw new SlackApprovalError('store_closed', 'The store is closed: create another one to go on.');
  };
  return {
    durable: false,
    async get(id) {
      assertOpen();
      return rows.get(id);
    },
    async put(row, expectedVersion) {
      assertOpen();
      if ((rows.get(row.id)?.version ?? 0) !== expectedVersion) return 'conflict';
      rows.keep({ ...row, version: expectedVersion + 1 });
      return 'saved';
    },
    async claimDue(claim) {
      assertOpen();
      const { leaseToken, leaseUntil } = claim;
      return rows.due(claim).map((row) =>
        rows.keep({
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
      return rows.list(query);
    },
    async close() {
      open = false;
    },
  };
}

import type { TableClient } from '@azure/data-tables';
import type { ApprovalStore, DueClaim, Row, RowPage, RowQuery } from '@k8s-pizza/slack-approval';
import { pageOf, SlackApprovalError } from '@k8s-pizza/slack-approval';
import { dueRange, listRange } from './keys.js';
import { type Table, tableOf } from './table.js';

const filters = ['queue', 'status', 'requesterId', 'attention'] as const;

const matches = (row: Row, query: RowQuery): boolean =>
  filters.every((field) => query[field] === undefined || row[field] === query[field]);

/** Null: it is no longer due, or somebody else was faster. */
async function claimOne(table: Table, id: string, claim: DueClaim): Promise<Row | null> {
  const { queue, now, leaseUntil, leaseToken } = claim;
  const found = await table.read(id);
  if (found === null || found.row.queue !== queue || found.row.dueAt === null || found.row.dueAt > now) return null;
  const { version, claimCount } = found.row;
  const row = { ...found.row, leaseToken, leaseUntil, dueAt: leaseUntil, claimCount: claimCount + 1 };
  return (await table.write(row, found)) ? { ...row, version: version + 1 } : null;
}

/** Whoever loses rows to another claim that runs at the same moment has fewer of them, and finds others the next time. */
async function claimDue(table: Table, claim: DueClaim): Promise<readonly Row[]> {
  const entries = await table.first(dueRange(claim.queue, claim.now), claim.limit);
  const rows = await Promise.all(entries.map(({ id }) => claimOne(table, id, claim)));
  return rows.filter((row) => row !== null);
}

async function list(table: Table, query: RowQuery): Promise<RowPage> {
  const { limit } = query;
  const rows: Row[] = [];
  let [from, to] = listRange(query);
  let isMore = true;
  while (isMore && rows.length <= limit) {
    const room = limit + 1 - rows.length;
    const entries = await table.first([from, to], room);
    const found = await Promise.all(entries.map(({ id }) => table.read(id)));
    rows.push(...found.flatMap((one) => (one !== null && matches(one.row, query) ? [one.row] : [])));
    from = entries.at(-1)?.rowKey ?? to;
    isMore = entries.length === room;
  }
  return pageOf(rows, limit);
}

/**
 * Keeps approvals in one table of Azure Table Storage, for any number of processes.
 *
 * The table has to be there: `await client.createTable()`. A row and the entries that make it found are written in one transaction, guarded by the row's ETag.
 *
 * @param client - for a table that holds nothing else; it stays the caller's
 * @throws {SlackApprovalError} invalid_options — this is no table client
 */
export function azureTablesStore(client: TableClient): ApprovalStore {
  // a connection string from the environment, or one that is missing
  if (typeof Object(client).submitTransaction !== 'function') {
    throw new SlackApprovalError('invalid_options', 'azureTablesStore takes a TableClient of @azure/data-tables.');
  }
  const table = tableOf(client);
  let isOpen = true;
  const open = (): Table => {
    if (isOpen) return table;
    throw new SlackApprovalError('store_closed', 'The store is closed: create another one to go on.');
  };

  return {
    get: async (id) => (await open().read(id))?.row ?? null,
    async put(row, expectedVersion) {
      // read for its ETag, and for the entries that it has
      const before = expectedVersion === 0 ? null : await open().read(row.id);
      if ((before?.row.version ?? 0) !== expectedVersion) return 'conflict';
      return (await open().write(row, before)) ? 'saved' : 'conflict';
    },
    claimDue: async (claim) => claimDue(open(), claim),
    list: async (query) => list(open(), query),
    async close() {
      isOpen = false;
    },
  };
}

import type { TableClient } from '@azure/data-tables';
import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import type { ApprovalStore, DueClaim, Row, RowPage, RowQuery } from '@k8s-pizza/slack-approval/store';
import { pageOf } from '@k8s-pizza/slack-approval/store';
import { dueRange, listRange } from './keys.js';
import { type Table, wrapTable } from './table.js';

const filters = ['queue', 'status', 'requesterId', 'attention'] as const;

const matches = (row: Row, query: RowQuery): boolean =>
  filters.every((field) => query[field] === undefined || row[field] === query[field]);

/** Returns null if the row is no longer due, or another worker has claimed it. */
async function claimOne(table: Table, id: string, claim: DueClaim): Promise<Row | null> {
  const { queue, now, leaseUntil, leaseToken } = claim;
  const found = await table.read(id);
  if (found === null || found.row.queue !== queue || found.row.dueAt === null || found.row.dueAt > now) return null;
  const { version, claimCount } = found.row;
  const row = { ...found.row, leaseToken, leaseUntil, dueAt: leaseUntil, claimCount: claimCount + 1 };
  return (await table.write(row, found)) ? { ...row, version: version + 1 } : null;
}

/** Returns fewer rows than there are if a concurrent claim takes some of them. The next call finds the others. */
async function claimDue(table: Table, claim: DueClaim): Promise<readonly Row[]> {
  const entries = await table.first(dueRange(claim.queue, claim.now), claim.limit);
  const rows = await Promise.all(entries.map(({ id }) => claimOne(table, id, claim)));
  return rows.filter((row) => row !== null);
}

async function list(table: Table, query: RowQuery): Promise<RowPage> {
  const { limit } = query;
  const rows: Row[] = [];
  let [from, to] = listRange(query);
  let hasMore = true;
  while (hasMore && rows.length <= limit) {
    const wanted = limit + 1 - rows.length;
    const entries = await table.first([from, to], wanted);
    const found = await Promise.all(entries.map(({ id }) => table.read(id)));
    rows.push(...found.flatMap((one) => (one !== null && matches(one.row, query) ? [one.row] : [])));
    from = entries.at(-1)?.rowKey ?? to;
    hasMore = entries.length === wanted;
  }
  return pageOf(rows, limit);
}

/**
 * Stores approvals in one table of Azure Table Storage, for any number of processes.
 *
 * Create the table first: `await client.createTable()`. Each write is one transaction of the row and its index entries, and
 * fails if the row's ETag has changed. A request times out after 5 s, including the client's retries.
 *
 * @example
 * ```ts
 * import { TableClient } from '@azure/data-tables';
 * import { azureTablesStore } from '@k8s-pizza/slack-approval-azure-tables';
 *
 * const client = TableClient.fromConnectionString(process.env.AzureWebJobsStorage ?? '', 'approvals');
 * await client.createTable();
 * const store = azureTablesStore(client);
 * ```
 * @param client - a client for a table that holds nothing else
 * @throws {SlackApprovalError} invalid_options — the argument is not a `TableClient`
 */
export function azureTablesStore(client: TableClient): ApprovalStore {
  // such as a connection string, or undefined from a missing variable
  if (typeof Object(client).submitTransaction !== 'function') {
    throw new SlackApprovalError('invalid_options', 'azureTablesStore must get a TableClient of @azure/data-tables.');
  }
  const table = wrapTable(client);
  let isOpen = true;
  const openTable = (): Table => {
    if (isOpen) return table;
    throw new SlackApprovalError('store_closed', 'The store is closed: create a new one.');
  };

  return {
    get: async (id) => (await openTable().read(id))?.row ?? null,
    async put(row, expectedVersion) {
      // gets the row's ETag and its current index entries
      const before = expectedVersion === 0 ? null : await openTable().read(row.id);
      if ((before?.row.version ?? 0) !== expectedVersion) return 'conflict';
      return (await openTable().write(row, before)) ? 'saved' : 'conflict';
    },
    claimDue: async (claim) => claimDue(openTable(), claim),
    list: async (query) => list(openTable(), query),
    async close() {
      isOpen = false;
    },
  };
}

import { randomUUID } from 'node:crypto';
import type { TableClient, TransactionAction } from '@azure/data-tables';
import type { SlackApprovalError } from '@k8s-pizza/slack-approval';
import { type Row, storeFailed } from '@k8s-pizza/slack-approval/store';
import { toEntity, toRow } from './entity.js';
import { indexKeysOf, type KeyRange, partitionOf, partitions, rowKeyOf } from './keys.js';

/** A row as it was read. Its ETag changes with every write. */
type StoredRow = { readonly row: Row; readonly etag: string; readonly writeId: unknown };

/** Timeout of a request, including the client's retries and the waits that the service asks for. */
const timeoutMs = 5_000;
const withTimeout = () => ({ abortSignal: AbortSignal.timeout(timeoutMs) });

type IndexEntry = { readonly rowKey: string; readonly id: string };

const isStatus = (error: unknown, ...statuses: number[]) => statuses.includes(Object(error).statusCode);

/** Both a missing table and a missing row have status 404. */
const isTableMissing = (error: unknown) =>
  [Object(error).code, Object(error).message].some((text) => String(text).includes('TableNotFound'));

function adviceFor(cause: unknown): string {
  if (isTableMissing(cause)) return ': the table does not exist, so call `createTable()` of the client first';
  return Object(cause).name === 'AbortError' ? ': the request timed out, so it may still be executed' : '';
}

function toStoreFailed(cause: unknown): SlackApprovalError {
  return storeFailed(`Azure Table Storage could not execute an operation${adviceFor(cause)}`, cause);
}

function actionsOf(row: Row, writeId: string, before: StoredRow | null): TransactionAction[] {
  const partitionKey = partitionOf(row.id);
  const [oldKeys, newKeys] = [before === null ? [] : indexKeysOf(before.row), indexKeysOf(row)];
  const removed = oldKeys.filter((key) => !newKeys.includes(key));
  const added = newKeys.filter((key) => !oldKeys.includes(key));
  const entity = toEntity({ ...row, version: (before?.row.version ?? 0) + 1 }, writeId);
  return [
    before === null ? ['create', entity] : ['update', entity, 'Replace', { etag: before.etag }],
    ...removed.map((rowKey): TransactionAction => ['delete', { partitionKey, rowKey }]),
    ...added.map((rowKey): TransactionAction => ['create', { partitionKey, rowKey, id: row.id }]),
  ];
}

/** Reads and writes rows together with their index entries. */
export function wrapTable(client: TableClient) {
  const read = async (id: string): Promise<StoredRow | null> => {
    const entity = await client.getEntity(partitionOf(id), rowKeyOf(id), withTimeout()).catch((cause: unknown) => {
      if (isStatus(cause, 404) && !isTableMissing(cause)) return null;
      throw toStoreFailed(cause);
    });
    return entity && { row: toRow(entity), etag: entity.etag, writeId: entity['writeId'] };
  };

  /** Replaces `before`, or creates the row. Returns false on a conflict with another write. */
  const write = async (row: Row, before: StoredRow | null): Promise<boolean> => {
    const writeId = randomUUID();
    const actions = actionsOf(row, writeId, before);
    try {
      await client.submitTransaction(actions, withTimeout());
      return true;
    } catch (cause) {
      if (!isStatus(cause, 404, 409, 412)) throw toStoreFailed(cause);
      // The client retries lost requests, so the first attempt may have succeeded: then the row has this writeId.
      const found = await read(row.id);
      if (found?.writeId === writeId) return true;
      if (found?.row.version !== before?.row.version) return false;
      throw toStoreFailed(cause);
    }
  };

  const firstInPartition = async (partition: string, [from, to]: KeyRange, count: number): Promise<IndexEntry[]> => {
    const filter = `PartitionKey eq '${partition}' and RowKey gt '${from}' and RowKey lt '${to}'`;
    const entries = client.listEntities<IndexEntry>({
      ...withTimeout(),
      queryOptions: { filter, select: ['RowKey', 'id'] },
    });
    const found: IndexEntry[] = [];
    // a page may be short, and still be followed by another
    for await (const page of entries.byPage({ maxPageSize: Math.min(count, 1000) }))
      if (found.push(...page) >= count) break;
    return found;
  };

  /** The first entries of a range, across all partitions. */
  const first = async (range: KeyRange, count: number): Promise<readonly IndexEntry[]> => {
    const all = Promise.all(partitions.map((partition) => firstInPartition(partition, range, count)));
    const found = await all.catch((cause: unknown) => Promise.reject(toStoreFailed(cause)));
    return found
      .flat()
      .sort((one, other) => (one.rowKey < other.rowKey ? -1 : 1))
      .slice(0, count);
  };

  return { read, write, first };
}

export type Table = ReturnType<typeof wrapTable>;

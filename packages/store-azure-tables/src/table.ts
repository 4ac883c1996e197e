import { randomUUID } from 'node:crypto';
import type { TableClient, TransactionAction } from '@azure/data-tables';
import { type Row, type SlackApprovalError, storeFailed } from '@k8s-pizza/slack-approval';
import { toEntity, toRow } from './entity.js';
import { indexKeysOf, type KeyRange, partitionOf, partitions, rowKeyOf } from './keys.js';

/** A row as it was read, and what it takes to write over it: the ETag changes with every write. */
type Found = { readonly row: Row; readonly etag: string; readonly writeId: unknown };

/** A request ends after this long, with its repetitions: also where no answer comes, or the service asks to wait for longer. */
const patienceMs = 5_000;
const inTime = () => ({ abortSignal: AbortSignal.timeout(patienceMs) });

type Entry = { readonly rowKey: string; readonly id: string };

const isStatus = (error: unknown, ...statuses: number[]) => statuses.includes(Object(error).statusCode);

/** Says whether there is no table, which a missing row must not be taken for. */
const isTableMissing = (error: unknown) =>
  [Object(error).code, Object(error).message].some((text) => String(text).includes('TableNotFound'));

function adviceFor(cause: unknown): string {
  if (isTableMissing(cause)) return ': there is no such table, so call `createTable()` of the client first';
  return Object(cause).name === 'AbortError' ? ': there was no answer in time, so it may still be carried out' : '';
}

function failed(cause: unknown): SlackApprovalError {
  return storeFailed(`Azure Table Storage did not carry out an operation${adviceFor(cause)}`, cause);
}

function actionsOf(row: Row, writeId: string, before: Found | null): TransactionAction[] {
  const partitionKey = partitionOf(row.id);
  const [old, keys] = [before === null ? [] : indexKeysOf(before.row), indexKeysOf(row)];
  const [gone, added] = [old.filter((key) => !keys.includes(key)), keys.filter((key) => !old.includes(key))];
  const entity = toEntity({ ...row, version: (before?.row.version ?? 0) + 1 }, writeId);
  return [
    before === null ? ['create', entity] : ['update', entity, 'Replace', { etag: before.etag }],
    ...gone.map((rowKey): TransactionAction => ['delete', { partitionKey, rowKey }]),
    ...added.map((rowKey): TransactionAction => ['create', { partitionKey, rowKey, id: row.id }]),
  ];
}

/** Rows and the entries that find them, in one table. */
export function tableOf(client: TableClient) {
  const read = async (id: string): Promise<Found | null> => {
    const entity = await client.getEntity(partitionOf(id), rowKeyOf(id), inTime()).catch((cause: unknown) => {
      if (isStatus(cause, 404) && !isTableMissing(cause)) return null;
      throw failed(cause);
    });
    return entity && { row: toRow(entity), etag: entity.etag, writeId: entity['writeId'] };
  };

  /** Replaces what was before, or creates the row, together with its entries. False: somebody else was faster. */
  const write = async (row: Row, before: Found | null): Promise<boolean> => {
    const writeId = randomUUID();
    const actions = actionsOf(row, writeId, before);
    try {
      await client.submitTransaction(actions, inTime());
      return true;
    } catch (cause) {
      if (!isStatus(cause, 404, 409, 412)) throw failed(cause);
      // The client repeats by itself what got no answer, and the first time may have arrived: then this row is ours.
      const found = await read(row.id);
      if (found?.writeId === writeId) return true;
      if (found?.row.version !== before?.row.version) return false;
      throw failed(cause);
    }
  };

  const firstIn = async (partition: string, [from, to]: KeyRange, count: number): Promise<Entry[]> => {
    const filter = `PartitionKey eq '${partition}' and RowKey gt '${from}' and RowKey lt '${to}'`;
    const listed = client.listEntities<Entry>({ ...inTime(), queryOptions: { filter, select: ['RowKey', 'id'] } });
    const found: Entry[] = [];
    // a page may have less than it could, and still be followed by another
    for await (const page of listed.byPage({ maxPageSize: Math.min(count, 1000) }))
      if (found.push(...page) >= count) break;
    return found;
  };

  /** The first entries of a range over all partitions. */
  const first = async (range: KeyRange, count: number): Promise<readonly Entry[]> => {
    const all = Promise.all(partitions.map((partition) => firstIn(partition, range, count)));
    const found = await all.catch((cause: unknown) => Promise.reject(failed(cause)));
    return found
      .flat()
      .sort((one, other) => (one.rowKey < other.rowKey ? -1 : 1))
      .slice(0, count);
  };

  return { read, write, first };
}

export type Table = ReturnType<typeof tableOf>;

// What the Azure Tables store costs over the same calls of @azure/data-tables by hand, on Azurite: each call is a signed HTTP request.
// Run: npm run bench -- store-azure-tables
import { TableClient, type TableEntity, type TransactionAction } from '@azure/data-tables';
import type { Row } from '@k8s-pizza/slack-approval/store';
import { azureTablesStore } from '@k8s-pizza/slack-approval-azure-tables';
import { startAzurite } from 'test-engines/start-azurite';
import { type ByHand, benchDecisions } from './decisions.js';

/** A row is found by its due instant, its status, and its queue and status: these entries change when it is decided. */
const entries = ['due', 'status', 'queue-status'];
// as long as the store's, which hold a hash and an instant
const entryKey = (name: string, row: Row) => `${name}:${row.status}:${'0'.repeat(64)}:${row.askedAt}:${row.id}`;
// the partitions of the store are eight as well
const partitionOf = ({ id }: Pick<Row, 'id'>) => `p${id.charCodeAt(id.length - 1) % 8}`;

function entityOf({ body, ...fields }: Row): TableEntity<{ fields: string; body: Uint8Array }> {
  return {
    partitionKey: partitionOf(fields),
    rowKey: fields.id,
    fields: JSON.stringify(fields),
    body: Buffer.from(body),
  };
}

function createEntries(row: Row): TransactionAction[] {
  const partitionKey = partitionOf(row);
  return entries.map((name) => ['create', { partitionKey, rowKey: entryKey(name, row), id: row.id }]);
}

/** The row and what finds it, in one transaction that the row's ETag guards. `readCount` 2: as behind a port, where a put knows no ETag. */
function byHand(client: TableClient, readCount: number): ByHand {
  return {
    seed: (row) => client.submitTransaction([['create', entityOf({ ...row, version: 1 })], ...createEntries(row)]),
    async decide(decided) {
      const partitionKey = partitionOf(decided);
      let etag = '';
      let before = decided;
      for (let read = 0; read < readCount; read += 1) {
        const entity = await client.getEntity<{ fields: string }>(partitionKey, decided.id);
        etag = entity.etag;
        before = JSON.parse(entity.fields);
      }
      await client.submitTransaction([
        ['update', entityOf({ ...decided, version: before.version + 1 }), 'Replace', { etag }],
        ...entries.map((name): TransactionAction => ['delete', { partitionKey, rowKey: entryKey(name, before) }]),
        ...createEntries(decided),
      ]);
    },
  };
}

const server = await startAzurite();
try {
  const tableOf = async (name: string) => {
    const options = { allowInsecureConnection: true };
    const client = TableClient.fromConnectionString(server.connectionString(), name, options);
    await client.createTable();
    return client;
  };
  const hand = await tableOf('byHand');
  const ways = {
    'by hand: 1 read, 1 transaction': byHand(hand, 1),
    'by hand: 2 reads, 1 transaction': byHand(hand, 2),
  };
  const store = azureTablesStore(await tableOf('byStore'));
  for (const [atOnce, count] of [
    [1, 60],
    [8, 160],
  ] as const)
    await benchDecisions({ store, byHand: ways, atOnce, count, blocks: 8 });
} finally {
  await server.stop();
}

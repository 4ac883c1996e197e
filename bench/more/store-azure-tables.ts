// What the Azure Tables store costs over the same calls of @azure/data-tables by hand, on Azurite: each call is a signed HTTP request.
// Run: npm run bench -- store-azure-tables
import { TableClient, type TableEntity, type TransactionAction } from '@azure/data-tables';
import type { Row } from '@k8s-pizza/slack-approval/store';
import { azureTablesStore } from '@k8s-pizza/slack-approval-azure-tables';
import { startAzurite } from 'test-engines/start-azurite';
import { type ByHand, benchDecisions } from '../measure/decisions.js';
import { reportDecisions } from '../measure/report-decisions.js';

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

/** The row and what finds it, in one transaction that the row's ETag guards. */
function byHand(client: TableClient): ByHand {
  return {
    seed: (row) => client.submitTransaction([['create', entityOf({ ...row, version: 1 })], ...createEntries(row)]),
    async decide(decided) {
      const partitionKey = partitionOf(decided);
      const { etag, fields } = await client.getEntity<{ fields: string }>(partitionKey, decided.id);
      const before: Row = JSON.parse(fields);
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
  const store = azureTablesStore(await tableOf('byStore'));
  for (const [atOnce, count] of [
    [1, 24],
    [8, 48],
  ] as const) {
    const rates = await benchDecisions({ store, byHand: byHand(hand), atOnce, count, blocks: 12 });
    const setUp = `Azurite, ${atOnce} at once, one read and one transaction by hand`;
    reportDecisions({ where: `Azure Tables, ${atOnce} at once`, rates, setUp });
  }
} finally {
  await server.stop();
}

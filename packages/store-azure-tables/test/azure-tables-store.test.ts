import type { TableClient } from '@azure/data-tables';
import { storeContract } from '@k8s-pizza/slack-approval-testing';
import { azureTablesStore } from '../src/index.js';
import { aClient, anAzurite, readRowFrom } from './a-table.js';

const server = anAzurite();

let client: TableClient;
storeContract({
  name: 'azureTablesStore',
  create: async () => {
    client = aClient(server());
    await client.createTable();
    return azureTablesStore(client);
  },
  reopen: async (store) => {
    await store.close();
    return azureTablesStore(client);
  },
  readRow: (id) => readRowFrom(client, id),
  // the emulator takes 5 to 10 ms for a put; 10,000 rows pass as well
  dueRowCount: 1000,
});

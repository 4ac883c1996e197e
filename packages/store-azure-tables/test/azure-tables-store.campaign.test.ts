import type { TableClient } from '@azure/data-tables';
import { type StoreFault, storeContract } from '@k8s-pizza/slack-approval-testing';
import { onAzurite } from 'test-engines/on-azurite';
import { startProxy, type TcpProxy } from 'test-engines/start-proxy';
import { afterAll, beforeAll } from 'vitest';
import { azureTablesStore } from '../src/index.js';
import { aClient, anAzurite, clientOf, readRowFrom } from './a-table.js';

onAzurite('azureTablesStore on Azurite', () => {
  const server = anAzurite();
  let proxy: TcpProxy;
  beforeAll(async () => {
    proxy = await startProxy(server().port);
  });
  afterAll(() => proxy.close());

  /** A request with one of these texts, or any request if there is none, arrives; its answer and its connection are lost. */
  const loseAnswers =
    (...texts: readonly string[]): StoreFault['begin'] =>
    async () => {
      const end = proxy.loseAnswers(...texts);
      return async () => end();
    };

  // without retries, so that no client hides what is lost
  const byProxy = (table: string) =>
    azureTablesStore(clientOf(server(), table, { port: proxy.port, retryOptions: { maxRetries: 0 } }));

  let client: TableClient;
  storeContract({
    name: 'azureTablesStore',
    create: async () => {
      client = aClient(server());
      await client.createTable();
      return byProxy(client.tableName);
    },
    reopen: async (store) => {
      await store.close();
      return byProxy(client.tableName);
    },
    readRow: (id) => readRowFrom(client, id),
    // the emulator takes 5 to 10 ms for a put; 10,000 rows pass as well
    dueRowCount: 1000,
    faults: [
      { name: 'answers that are lost', stops: ['insert', 'update', 'claim', 'get', 'list'], begin: loseAnswers() },
      {
        name: 'answers to writes that are lost',
        stops: ['insert', 'update', 'claim'],
        error: { code: 'store_failed' },
        writesArrive: true,
        begin: loseAnswers('$batch'),
      },
    ],
  });
});

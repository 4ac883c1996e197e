import { TableClient } from '@azure/data-tables';
import { azureTablesStore } from '@k8s-pizza/slack-approval-azure-tables';
import { onAzurite } from 'test-engines/on-azurite';
import { startAzurite } from 'test-engines/start-azurite';
import { scenario } from 'test-scenario/scenario';
import { startOnExpress } from './start-on-express.js';

onAzurite('the scenario on Express with Azure Tables', () => {
  scenario({
    host: 'Express',
    store: 'Azure Tables',
    start: startOnExpress,
    async open() {
      const server = await startAzurite();
      const client = TableClient.fromConnectionString(server.connectionString(), 'approvals', {
        allowInsecureConnection: true,
      });
      await client.createTable();
      return { store: azureTablesStore(client), close: () => server.stop() };
    },
  });
});

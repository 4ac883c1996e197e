import { TableClient } from '@azure/data-tables';
import { azureTablesStore } from '@k8s-pizza/slack-approval-azure-tables';
import { startAzurite } from 'test-engines/start-azurite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { codes, expectFindings, fill, look } from './a-filled-store.js';

describe('Azure Tables', () => {
  test('says what is overdue and what was set aside, and that there is no table before there is one', async () => {
    const azurite = await startAzurite();
    onTestFinished(() => azurite.stop());
    const url = azurite.connectionString();
    const client = TableClient.fromConnectionString(url, 'approvals', { allowInsecureConnection: true });

    expect(codes(await look(url))).toEqual(['store_not_migrated']);
    await client.createTable();
    await fill(azureTablesStore(client));

    expectFindings(await look(url));
  });
});

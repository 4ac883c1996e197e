import { join } from 'node:path';
import { aRow } from '@k8s-pizza/slack-approval-testing';
import { startAzurite } from 'test-engines/start-azurite';
import { startPostgres } from 'test-engines/start-postgres';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type DatabaseAddress, databaseAddress } from '../src/app/database-address.js';
import { openStore } from '../src/app/open-store.js';
import { aFolder } from './a-cluster.js';

const row = aRow();

const addresses: Readonly<Record<string, () => Promise<string>>> = {
  'a file': async () => `file:${join(await aFolder(), 'approvals.db')}`,
  'a PostgreSQL server': async () => {
    const server = await startPostgres();
    onTestFinished(() => server.stop());
    return await server.createSchema();
  },
  'an Azure storage account': async () => {
    const azurite = await startAzurite();
    onTestFinished(() => azurite.stop());
    return azurite.connectionString();
  },
};

describe.each(Object.keys(addresses))('a DATABASE_URL of %s', (name) => {
  test('is opened, and opened again finds what was put', async () => {
    const address = databaseAddress((await addresses[name]?.()) ?? '') as DatabaseAddress;
    const first = await openStore(address, () => undefined);
    await first.put(row, 0);
    await first.close();

    const again = await openStore(address, () => undefined);
    onTestFinished(() => again.close());

    expect(await again.get(row.id)).toMatchObject({ id: row.id, version: 1 });
  }, 60_000);
});

test.each(['mysql://localhost/x', '', 'approvals.db', 'file:'])('%j names no database', (url) => {
  expect(databaseAddress(url)).toBeNull();
});

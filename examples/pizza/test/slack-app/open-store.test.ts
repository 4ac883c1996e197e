import { join } from 'node:path';
import { aRow } from '@k8s-pizza/slack-approval-testing';
import { sharedPostgres } from 'test-engines/in-this-run';
import { describe, expect, test } from 'vitest';
import { parseDatabaseUrl } from '../../src/connections.js';
import { aFolder } from '../world/a-cluster.js';
import { putAndOpenAgain } from './put-and-open-again.js';

const addresses: Readonly<Record<string, () => Promise<string>>> = {
  'a file': async () => `file:${join(await aFolder(), 'approvals.db')}`,
  'a PostgreSQL server': async () => (await sharedPostgres()).createSchema(),
};

describe.each(Object.keys(addresses))('a DATABASE_URL of %s', (name) => {
  test('opens a store that keeps its rows', async () => {
    expect(await putAndOpenAgain((await addresses[name]?.()) ?? '')).toMatchObject({ id: aRow().id, version: 1 });
  }, 60_000);
});

test.each(['mysql://localhost/x', '', 'approvals.db', 'file:'])('%j names no database', (url) => {
  expect(parseDatabaseUrl(url)).toBeNull();
});

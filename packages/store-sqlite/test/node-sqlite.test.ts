import { createRequire } from 'node:module';
import { aRow } from '@k8s-pizza/slack-approval-testing';
import { expect, test } from 'vitest';
import { type SqliteDatabase, sqliteStore } from '../src/index.js';
import { driverContract } from './driver-contract.js';

type DatabaseSync = new (path: string) => SqliteDatabase;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const isThere = major > 22 || (major === 22 && minor >= 5);

if (isThere) {
  // by name at run time: the types in use here are Node 20's, which do not know the module
  const { DatabaseSync }: { DatabaseSync: DatabaseSync } = createRequire(import.meta.url)('node:sqlite');
  driverContract('node:sqlite', (path) => new DatabaseSync(path));

  test('a node:sqlite database that is in a transaction is not written to', async () => {
    const inTransaction = new DatabaseSync(':memory:');
    const store = sqliteStore(inTransaction);
    inTransaction.exec('BEGIN');

    await expect(store.put(aRow(), 0)).rejects.toMatchObject({ code: 'store_failed' });
  });
} else {
  const skip = `node:sqlite needs Node 22.5, this is ${process.versions.node}; scripts/test-on-node22.sh runs it`;
  driverContract('node:sqlite', { skip });
}

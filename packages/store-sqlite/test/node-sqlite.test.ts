import { createRequire } from 'node:module';
import { aRow, storeContract } from '@k8s-pizza/slack-approval-testing';
import { expect, test } from 'vitest';
import { type SqliteDatabase, sqliteStore } from '../src/index.js';
import { connectionFaults } from './faults.js';
import { createNewPath } from './new-path.js';
import { readRowFrom } from './read-row.js';
import { waitsForLocks } from './waits-for-locks.js';

type DatabaseSync = new (path: string) => SqliteDatabase;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const isThere = major > 22 || (major === 22 && minor >= 5);

if (isThere) {
  // by name at run time: the types in use here are Node 20's, which do not know the module
  const { DatabaseSync }: { DatabaseSync: DatabaseSync } = createRequire(import.meta.url)('node:sqlite');
  const newPath = createNewPath();

  let path = newPath();
  let database = new DatabaseSync(path);
  storeContract({
    name: 'sqliteStore on a node:sqlite database',
    create: async () => {
      path = newPath();
      database = new DatabaseSync(path);
      return sqliteStore(database);
    },
    reopen: async (store) => {
      await store.close();
      return sqliteStore(database);
    },
    readRow: async (id) => readRowFrom(new DatabaseSync(path), id),
    // every put waits for the disk
    dueRowCount: 1000,
    faults: connectionFaults(
      () => database,
      () => new DatabaseSync(path),
    ),
  });

  test('a node:sqlite database that is in a transaction is not written to', async () => {
    const inTransaction = new DatabaseSync(':memory:');
    const store = sqliteStore(inTransaction);
    inTransaction.exec('BEGIN');

    await expect(store.put(aRow(), 0)).rejects.toMatchObject({ code: 'store_failed' });
  });

  waitsForLocks('node:sqlite', (file) => new DatabaseSync(file), newPath);
} else {
  const reason = `node:sqlite needs Node 22.5, this is ${process.versions.node}; scripts/test-on-node22.sh runs it`;
  test('sqliteStore on a node:sqlite database', (context) => {
    process.stdout.write(`skipped: sqliteStore on a node:sqlite database: ${reason}\n`);
    context.skip(reason);
  });
}

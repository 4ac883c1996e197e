import { createRequire } from 'node:module';
import { storeContract } from '@k8s-pizza/slack-approval-testing';
import { test } from 'vitest';
import { type SqliteDatabase, sqliteStore } from '../src/index.js';
import { connectionFaults } from './faults.js';
import { createNewPath } from './new-path.js';
import { readRowFrom } from './read-row.js';
import { waitsForLocks } from './waits-for-locks.js';

if ('bun' in process.versions) {
  // by name at run time: only Bun has the module
  const { Database }: { Database: new (path: string) => SqliteDatabase } = createRequire(import.meta.url)('bun:sqlite');
  const newPath = createNewPath();
  let path = newPath();
  let database = new Database(path);
  storeContract({
    name: 'sqliteStore on a bun:sqlite database',
    create: async () => {
      path = newPath();
      database = new Database(path);
      return sqliteStore(database);
    },
    reopen: async (store) => {
      await store.close();
      return sqliteStore(database);
    },
    readRow: async (id) => readRowFrom(new Database(path), id),
    // every put waits for the disk
    dueRowCount: 1000,
    faults: connectionFaults(
      () => database,
      () => new Database(path),
    ),
  });

  waitsForLocks('bun:sqlite', (file) => new Database(file), newPath);
} else {
  const reason = 'bun:sqlite needs Bun; scripts/test-sqlite-on.sh runs it';
  test('sqliteStore on a bun:sqlite database', (context) => {
    process.stdout.write(`skipped: sqliteStore on a bun:sqlite database: ${reason}\n`);
    context.skip(reason);
  });
}

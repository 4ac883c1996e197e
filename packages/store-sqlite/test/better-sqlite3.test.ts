import { createRequire } from 'node:module';
import { storeContract } from '@k8s-pizza/slack-approval-testing';
import { test } from 'vitest';
import { type SqliteDatabase, sqliteStore } from '../src/index.js';
import { connectionFaults } from './faults.js';
import { createNewPath } from './new-path.js';
import { readRowFrom } from './read-row.js';
import { waitsForLocks } from './waits-for-locks.js';

// set by scripts/test-sqlite-on.sh, which compiles it for the Node that it then starts
const folder = process.env['BETTER_SQLITE3'];

if (folder !== undefined) {
  const Database: new (path: string) => SqliteDatabase = createRequire(import.meta.url)(folder);
  const newPath = createNewPath();
  let path = newPath();
  let database = new Database(path);
  storeContract({
    name: 'sqliteStore on a better-sqlite3 database',
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

  waitsForLocks('better-sqlite3', (file) => new Database(file), newPath);
} else {
  const reason = 'better-sqlite3 has to be compiled; scripts/test-sqlite-on.sh does that, and runs this test';
  test('sqliteStore on a better-sqlite3 database', (context) => {
    process.stdout.write(`skipped: sqliteStore on a better-sqlite3 database: ${reason}\n`);
    context.skip(reason);
  });
}

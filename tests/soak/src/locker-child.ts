// Another program that uses the file: a backup, a migration, a person with a shell.
import { setTimeout as after } from 'node:timers/promises';
import Libsql from 'libsql';
import { obeyOrders, report } from 'test-processes/obey-orders';
import type { LockerOrders, LockReport } from './settings.js';

const blobBytes = 1024 * 1024;
let database: Libsql.Database | null = null;
const opened = () => {
  if (database === null) throw new Error('this process was not told which file');
  return database;
};
const say = (type: LockReport['type']) => report<LockReport>({ type, at: Date.now() });

await obeyOrders<LockerOrders>({
  fill({ path, megabytes }) {
    database = new Libsql(path);
    database.exec(`PRAGMA busy_timeout = 10000; CREATE TABLE ballast (bytes BLOB);
      WITH RECURSIVE counter (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM counter WHERE i < ${megabytes})
      INSERT INTO ballast SELECT zeroblob(${blobBytes}) FROM counter`);
    return null;
  },
  async lock(ms) {
    opened().exec('BEGIN IMMEDIATE');
    say('locked');
    await after(ms);
    opened().exec('ROLLBACK');
    say('unlocked');
    return null;
  },
  async vacuum() {
    say('locked');
    // the message has to leave before this process stands still
    await after(20);
    opened().exec('VACUUM');
    say('unlocked');
    return null;
  },
});

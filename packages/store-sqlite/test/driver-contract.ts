import { aRow, storeContract } from '@k8s-pizza/slack-approval-testing';
import { expect, test } from 'vitest';
import { type SqliteDatabase, sqliteStore } from '../src/index.js';
import { connectionFaults } from './faults.js';
import { createNewPath } from './new-path.js';
import { readRowFrom } from './read-row.js';

type Open = (path: string) => SqliteDatabase;

/** Runs the store contract on the databases of one driver; where the driver is missing, one skipped test says why. */
export function driverContract(driver: string, open: Open | { readonly skip: string }): void {
  const name = `sqliteStore on a ${driver} database`;
  if (typeof open !== 'function') {
    test(name, (context) => {
      process.stdout.write(`skipped: ${name}: ${open.skip}\n`);
      context.skip(open.skip);
    });
    return;
  }
  const newPath = createNewPath();
  let path = newPath();
  let database = open(path);
  storeContract({
    name,
    create: async () => {
      path = newPath();
      database = open(path);
      return sqliteStore(database);
    },
    reopen: async (store) => {
      await store.close();
      return sqliteStore(database);
    },
    readRow: async (id) => readRowFrom(open(path), id),
    // every put waits for the disk; the database in memory has 10,000
    dueRowCount: 1000,
    faults: connectionFaults(
      () => database,
      () => open(path),
    ),
  });
  waitsForLocks(driver, open, newPath);
}

/** Every driver says in another way that the database is locked. */
function waitsForLocks(driver: string, open: Open, newPath: () => string): void {
  test(`on ${driver}, a put and a claim wait for a lock, and are carried out when it ends within a second`, async () => {
    const path = newPath();
    const other = open(path);
    const store = sqliteStore(open(path));
    await store.put(aRow(), 0);
    other.exec('BEGIN IMMEDIATE');
    const { askedAt: now, queue } = aRow();

    const put = store.put(aRow({ id: 'atwo' }), 0);
    const claim = store.claimDue({ queue, now, leaseUntil: now + 1, leaseToken: 'token-1', limit: 1 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    other.exec('ROLLBACK');

    expect(await put).toBe('saved');
    expect(await claim).toHaveLength(1);
    expect(readRowFrom(other, 'atwo')).toEqual(aRow({ id: 'atwo', version: 1 }));
  });
}

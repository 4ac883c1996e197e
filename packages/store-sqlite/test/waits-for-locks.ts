import { aRow } from '@k8s-pizza/slack-approval-testing';
import { expect, test } from 'vitest';
import { type SqliteDatabase, sqliteStore } from '../src/index.js';
import { readRowFrom } from './read-row.js';

/** Every driver says in another way that the database is locked. */
export function waitsForLocks(driver: string, open: (path: string) => SqliteDatabase, newPath: () => string): void {
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

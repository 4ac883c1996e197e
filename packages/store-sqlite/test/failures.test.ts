import { readFileSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { aRow } from '@k8s-pizza/slack-approval-testing';
import Libsql from 'libsql';
import { describe, expect, test, vi } from 'vitest';
import { sqliteStore } from '../src/index.js';
import { createNewPath } from './new-path.js';
import { readRowFrom } from './read-row.js';

const now = aRow().askedAt;
const newPath = createNewPath();
const failedWith = (code: string) => ({ code: 'store_failed', cause: expect.objectContaining({ code }) });
const claim = { queue: aRow().queue, now, leaseUntil: now + 60_000, leaseToken: 'token-1', limit: 5 };

describe('when another program holds the lock', () => {
  function lockedFile() {
    const path = newPath();
    const store = sqliteStore(path);
    const other = new Libsql(path);
    const stored = () => readRowFrom(other, 'aone');
    return { store, other, stored };
  }

  test('a put waits for it without stopping the process, and is rejected after a second', async () => {
    const { store, other, stored } = lockedFile();
    await store.put(aRow(), 0);
    other.exec('BEGIN IMMEDIATE');
    const lag = monitorEventLoopDelay({ resolution: 1 });
    lag.enable();
    const startedAt = performance.now();

    const puts = Array.from({ length: 50 }, () => store.put(aRow({ status: 'approved' }), 1));
    const answers = await Promise.allSettled(puts);
    const lastedMs = performance.now() - startedAt;
    await delay(20);
    lag.disable();

    expect(lastedMs).toBeGreaterThan(990);
    expect(lag.max / 1e6).toBeLessThan(500);
    for (const answer of answers) expect(answer).toMatchObject({ reason: failedWith('SQLITE_BUSY') });
    other.exec('COMMIT');
    expect(stored()).toEqual(aRow({ version: 1 }));
    expect(await store.put(aRow({ status: 'approved' }), 1)).toBe('saved');
  });

  test('puts are saved once it is gone, each in its turn', async () => {
    const { store, other } = lockedFile();
    other.exec('BEGIN IMMEDIATE');

    const puts = Array.from({ length: 20 }, (_, index) => store.put(aRow({ id: `a${index}` }), 0));
    await delay(50);
    other.exec('COMMIT');

    expect(await Promise.all(puts)).toEqual(puts.map(() => 'saved'));
    expect(other.prepare('SELECT count(*) AS count FROM approvals').all()).toEqual([{ count: 20 }]);
  });

  test('a claim for which nothing is due does not need it', async () => {
    const { store, other } = lockedFile();
    await store.put(aRow({ dueAt: now + 1 }), 0);
    other.exec('BEGIN IMMEDIATE');

    expect(await store.claimDue(claim)).toEqual([]);
    expect(await store.get('aone')).toEqual(aRow({ dueAt: now + 1, version: 1 }));
  });

  test('calls that wait for it are rejected when the store is closed', async () => {
    const { store, other, stored } = lockedFile();
    other.exec('BEGIN IMMEDIATE');

    const waiting = [store.put(aRow(), 0), store.put(aRow({ id: 'atwo' }), 0)];
    await store.close();
    other.exec('ROLLBACK');

    for (const answer of await Promise.allSettled(waiting))
      expect(answer).toMatchObject({ reason: { code: 'store_closed' } });
    expect(stored()).toBeNull();
  });
});

test.each([
  ['get', (store: ApprovalStore) => store.get('aone')],
  ['list', (store: ApprovalStore) => store.list({ limit: 5 })],
  ['a claim', (store: ApprovalStore) => store.claimDue(claim)],
])('where not even reading is possible, %s is rejected, and the put after it is really there', async (_, read) => {
  const path = newPath();
  const database = new Libsql(path);
  const store = sqliteStore(database);
  await store.put(aRow(), 0);
  // without a WAL a writer stops readers as well
  database.exec('PRAGMA journal_mode = DELETE');
  const other = new Libsql(path);
  other.exec('BEGIN EXCLUSIVE');

  await expect(read(store)).rejects.toMatchObject(failedWith('SQLITE_BUSY'));
  other.exec('ROLLBACK');

  expect(await store.put(aRow({ status: 'approved' }), 1)).toBe('saved');
  expect(readRowFrom(other, 'aone')).toEqual(aRow({ status: 'approved', version: 2 }));
  other.exec("UPDATE approvals SET status = 'rejected', version = 3");
  expect(await store.get('aone')).toEqual(aRow({ status: 'rejected', version: 3 }));
});

test('a driver that does not say whether it is in a transaction goes on after an error', async () => {
  const path = newPath();
  const database = new Libsql(path);
  const store = sqliteStore({
    exec: (sql) => database.exec(sql),
    prepare: (sql) => database.prepare(sql),
    close: () => database.close(),
  });
  database.exec("CREATE TRIGGER refuse BEFORE INSERT ON approvals BEGIN SELECT RAISE(ABORT, 'refused'); END");
  await expect(store.put(aRow(), 0)).rejects.toMatchObject({ code: 'store_failed' });
  database.exec('DROP TRIGGER refuse');

  expect(await store.put(aRow(), 0)).toBe('saved');
  expect(readRowFrom(new Libsql(path), 'aone')).toEqual(aRow({ version: 1 }));
});

test('a commit that fails leaves nothing behind, also where it cannot be rolled back at once', async () => {
  const path = newPath();
  const store = sqliteStore(path);
  await store.put(aRow(), 0);
  const { exec } = Libsql.prototype;
  const failing = new Set(['COMMIT', 'ROLLBACK']);
  vi.spyOn(Libsql.prototype, 'exec').mockImplementation(function (this: Libsql.Database, sql: string) {
    if (failing.delete(sql)) throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' });
    return exec.call(this, sql);
  });

  await expect(store.put(aRow({ status: 'rejected' }), 1)).rejects.toMatchObject(failedWith('SQLITE_IOERR'));

  expect(await store.get('aone')).toEqual(aRow({ version: 1 }));
  expect(await store.put(aRow({ status: 'approved' }), 1)).toBe('saved');
  expect(readRowFrom(new Libsql(path), 'aone')).toEqual(aRow({ status: 'approved', version: 2 }));
});

describe('when the file is damaged', () => {
  const calls: Record<string, (store: ApprovalStore) => Promise<unknown>> = {
    get: (store) => store.get('a100'),
    put: (store) => store.put(aRow({ id: 'a100' }), 1),
    claimDue: (store) => store.claimDue(claim),
    list: (store) => store.list({ limit: 5 }),
  };

  /** Turns every page but the first, which says where the tables are, into one of an unknown type. */
  async function damagedFile(): Promise<string> {
    const path = newPath();
    const database = new Libsql(path);
    const store = sqliteStore(database);
    for (let index = 0; index < 200; index += 1) await store.put(aRow({ id: `a${index}` }), 0);
    database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
    const bytes = readFileSync(path);
    for (let offset = 4096; offset < bytes.length; offset += 4096) bytes.fill(0x7f, offset, offset + 12);
    writeFileSync(path, bytes);
    return path;
  }

  test.each(Object.entries(calls))('%s says so', async (_, call) => {
    const store = sqliteStore(await damagedFile());

    await expect(call(store)).rejects.toMatchObject(failedWith('SQLITE_CORRUPT'));
  });

  test('a body that is no longer text is given as no text at all, and a put of it leaves its bytes', async () => {
    const database = new Libsql(':memory:');
    const store = sqliteStore(database);
    await store.put(aRow(), 0);
    database.exec("UPDATE approvals SET body = CAST(x'7b22ff227d' AS TEXT)");

    const [row] = await store.claimDue(claim);
    const { rows } = await store.list({ limit: 5 });
    const saved = await store.put({ ...aRow(row), attention: 'corrupt' }, 2);

    expect(rows).toEqual([row]);
    expect(row?.body).toMatch(/^\p{Cs}$/u);
    expect([saved, await store.get('aone')]).toEqual(['saved', { ...row, version: 3, attention: 'corrupt' }]);
    expect(database.prepare('SELECT hex(body) AS hex FROM approvals').all()).toEqual([{ hex: '7B22FF227D' }]);
  });
});

test.each(['queue', 'status', 'requesterId', 'leaseToken', 'attention'])(
  'a %s that is no longer text does not end the process, and the row is given',
  async (field) => {
    const database = new Libsql(':memory:');
    const store = sqliteStore(database);
    await store.put(aRow({ leaseToken: 'token-1', attention: 'stuck' }), 0);
    database.exec(`UPDATE approvals SET ${field} = CAST(x'70ff' AS TEXT)`);

    expect(await store.get('aone')).toMatchObject({ body: aRow().body, [field]: 'p\ufffd' });
  },
);

describe('the character U+0000', () => {
  test('in a body is kept, and so is a byte order mark at its beginning', async () => {
    const store = sqliteStore(':memory:');

    await store.put(aRow({ body: '\ufeff"a\0b"' }), 0);

    expect((await store.get('aone'))?.body).toBe('\ufeff"a\0b"');
  });

  test.each(['id', 'queue', 'status', 'requesterId', 'leaseToken', 'attention'])(
    'in %s is refused, since SQLite would cut the text there',
    async (field) => {
      const store = sqliteStore(':memory:');

      await expect(store.put(aRow({ [field]: 'a\0b' }), 0)).rejects.toMatchObject({ code: 'invalid_argument' });
    },
  );
});

test('a cursor that no page gave is refused', async () => {
  const store = sqliteStore(':memory:');

  await expect(store.list({ limit: 1, after: 'yesterday' })).rejects.toMatchObject({ code: 'invalid_argument' });
});

test('no text of a row is in an error', async () => {
  const database = new Libsql(':memory:');
  const store = sqliteStore(database);
  database.exec('PRAGMA query_only = ON');

  const error = await store.put(aRow({ body: '"canary"' }), 0).then(String, (reason: Error) => reason);

  expect(error).toMatchObject({ code: 'store_failed' });
  expect(`${error} ${Object(error).cause}`).not.toContain('canary');
});

import { readFileSync, writeFileSync } from 'node:fs';
import type { ApprovalStore } from '@k8s-pizza/slack-approval';
import { aRow } from '@k8s-pizza/slack-approval-testing';
import Libsql from 'libsql';
import { describe, expect, test } from 'vitest';
import { sqliteStore } from '../src/index.js';
import { createNewPath } from './new-path.js';

const now = aRow().askedAt;
const newPath = createNewPath();
const failedWith = (code: string) => ({ code: 'store_failed', cause: expect.objectContaining({ code }) });
const claim = { queue: aRow().queue, now, leaseUntil: now + 60_000, leaseToken: 'token-1', limit: 5 };

describe('when the disk is full', () => {
  const large = JSON.stringify('🍕'.repeat(50_000));

  function fullDisk() {
    const path = newPath();
    const database = new Libsql(path);
    const store = sqliteStore(database);
    const setPageCount = (count: number) => database.exec(`PRAGMA max_page_count = ${count}`);
    return { path, store, setPageCount };
  }

  test('a put is rejected, and the row is whole as it was', async () => {
    const { path, store, setPageCount } = fullDisk();
    await store.put(aRow(), 0);
    setPageCount(20);

    await expect(store.put(aRow({ status: 'approved', body: large }), 1)).rejects.toMatchObject(
      failedWith('SQLITE_FULL'),
    );

    expect(await store.get('aone')).toEqual(aRow({ version: 1 }));
    expect(await sqliteStore(path).get('aone')).toEqual(aRow({ version: 1 }));
  });

  test('a new row is rejected, and is not there', async () => {
    const { store, setPageCount } = fullDisk();
    setPageCount(20);

    await expect(store.put(aRow({ body: large }), 0)).rejects.toMatchObject(failedWith('SQLITE_FULL'));

    expect(await store.get('aone')).toBeNull();
    expect((await store.list({ limit: 5 })).rows).toEqual([]);
  });

  test('the same put is saved once there is space again', async () => {
    const { store, setPageCount } = fullDisk();
    await store.put(aRow(), 0);
    setPageCount(20);
    await expect(store.put(aRow({ body: large }), 1)).rejects.toMatchObject(failedWith('SQLITE_FULL'));

    setPageCount(10_000);

    expect(await store.put(aRow({ body: large }), 1)).toBe('saved');
    expect(await store.get('aone')).toEqual(aRow({ version: 2, body: large }));
  });
});

test('a lock that another program holds is waited for, but not for ever', async () => {
  const path = newPath();
  const store = sqliteStore(path);
  await store.put(aRow(), 0);
  const other = new Libsql(path);
  other.exec('BEGIN IMMEDIATE');

  await expect(store.put(aRow({ status: 'approved' }), 1)).rejects.toMatchObject(failedWith('SQLITE_BUSY'));
  expect(await store.get('aone')).toEqual(aRow({ version: 1 }));

  other.exec('COMMIT');
  expect(await store.put(aRow({ status: 'approved' }), 1)).toBe('saved');
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

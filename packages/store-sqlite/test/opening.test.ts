import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aRow } from '@k8s-pizza/slack-approval-testing';
import Libsql from 'libsql';
import { describe, expect, test } from 'vitest';
import { type SqliteDatabase, sqliteStore } from '../src/index.js';
import { createNewPath } from './new-path.js';

const newPath = createNewPath();
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('a file', () => {
  test('is for its owner alone, and so are the files SQLite puts beside it', async () => {
    const path = newPath();
    const store = sqliteStore(path);
    await store.put(aRow(), 0);

    expect([path, `${path}-wal`, `${path}-shm`].map(modeOf)).toEqual(['600', '600', '600']);
    await store.close();
  });

  test('that is there already keeps its mode', async () => {
    const path = newPath();
    writeFileSync(path, '', { mode: 0o640 });

    await sqliteStore(path).close();

    expect(modeOf(path)).toBe('640');
  });

  test('in a folder that is not there is refused, and names the path', () => {
    const path = join(newPath(), 'missing', 'approvals.db');

    expect(() => sqliteStore(path)).toThrow(expect.objectContaining({ code: 'store_failed' }));
    expect(() => sqliteStore(path)).toThrow(`${path} can't be opened`);
  });

  test('that is a folder is refused', () => {
    const path = newPath();
    mkdirSync(path);

    expect(() => sqliteStore(path)).toThrow(expect.objectContaining({ code: 'store_failed' }));
  });

  test('that is no database is refused, and left as it is', () => {
    const path = newPath();
    const text = 'a shopping list, not a database\n'.repeat(200);
    writeFileSync(path, text);

    expect(() => sqliteStore(path)).toThrow(expect.objectContaining({ code: 'store_failed' }));
    expect(statSync(path).size).toBe(text.length);
  });

  test('of a newer release is refused, and left as it is', () => {
    const path = newPath();
    const newer = new Libsql(path);
    newer.exec('CREATE TABLE approvals (something TEXT, else_entirely TEXT); PRAGMA user_version = 3');

    expect(() => sqliteStore(path)).toThrow(expect.objectContaining({ code: 'store_failed' }));
    expect(() => sqliteStore(path)).toThrow('schema 3 and this release knows 2');
    expect(newer.prepare('PRAGMA table_info(approvals)').all()).toHaveLength(2);
  });

  test('of schema 1 gets the index it lacks, and keeps its rows', async () => {
    const path = newPath();
    const store = sqliteStore(path);
    await store.put(aRow(), 0);
    await store.close();
    const older = new Libsql(path);
    older.exec('DROP INDEX approvals_by_requesterId_status; PRAGMA user_version = 1');
    older.close();

    const opened = sqliteStore(path);

    const query = { requesterId: 'alertmanager', status: 'pending', limit: 1 };
    expect((await opened.list(query)).rows).toEqual([aRow({ version: 1 })]);
    expect(new Libsql(path).prepare('PRAGMA user_version').all()).toEqual([{ user_version: 2 }]);
  });

  test('with another table of that name is refused, and no transaction is left open', () => {
    const database = new Libsql(':memory:');
    database.exec('CREATE TABLE approvals (something TEXT)');

    expect(() => sqliteStore(database)).toThrow(expect.objectContaining({ code: 'store_failed' }));
    expect(database.inTransaction).toBe(false);
  });
});

test('a new file that another process prepares at the same moment is opened as it then is', async () => {
  const path = newPath();
  const database = new Libsql(path);
  const overtaken: SqliteDatabase = {
    exec: (sql) => {
      if (sql.startsWith('BEGIN')) sqliteStore(path);
      return database.exec(sql);
    },
    prepare: (sql) => database.prepare(sql),
    close: () => database.close(),
  };

  const store = sqliteStore(overtaken);

  expect(await store.put(aRow(), 0)).toBe('saved');
  expect(await sqliteStore(path).get('aone')).toEqual(aRow({ version: 1 }));
});

test('a new file whose mode another process is changing at the same moment is waited for', async () => {
  const path = newPath();
  const other = new Libsql(path);
  const database = new Libsql(path);
  let attempts = 0;
  const late: SqliteDatabase = {
    exec: (sql) => {
      if (sql.includes('journal_mode')) {
        attempts += 1;
        // SQLite says the same to the second of two that change the mode at once
        if (attempts === 1) other.exec('BEGIN EXCLUSIVE');
        if (attempts === 3) other.exec('ROLLBACK');
      }
      return database.exec(sql.replace('busy_timeout = 1000', 'busy_timeout = 0'));
    },
    prepare: (sql) => database.prepare(sql),
    close: () => database.close(),
  };

  const store = sqliteStore(late);

  expect(attempts).toBe(3);
  expect(await store.put(aRow(), 0)).toBe('saved');
});

test('a new file that stays locked is refused after a second', () => {
  const path = newPath();
  new Libsql(path).exec('BEGIN EXCLUSIVE');

  expect(() => sqliteStore(path)).toThrow(expect.objectContaining({ code: 'store_failed' }));
});

test.each([
  undefined,
  null,
  '',
  'file:approvals.db',
  'https://example.com/approvals',
  'postgres://localhost/approvals',
])('%j is neither a path nor a database', (value) => {
  // what the environment gives is not always what the types say
  expect(() => sqliteStore(value as string)).toThrow(expect.objectContaining({ code: 'invalid_options' }));
});

test('the path `:memory:` opens a store without a file', async () => {
  const store = sqliteStore(':memory:');

  expect(await store.put(aRow(), 0)).toBe('saved');
  expect(await store.get('aone')).toEqual(aRow({ version: 1 }));
  await store.close();
});

describe('a database that was passed in', () => {
  const readPragma = (database: SqliteDatabase, name: string) =>
    Object.values(Object(database.prepare(`PRAGMA ${name}`).all()[0]));

  test('waits for the disk at every commit, and never holds the event loop for a lock', () => {
    const database = new Libsql(newPath(), { timeout: 30_000 });
    database.exec('PRAGMA synchronous = OFF');

    sqliteStore(database);

    expect(readPragma(database, 'journal_mode')).toEqual(['wal']);
    expect(readPragma(database, 'synchronous')).toEqual([2]);
    expect(readPragma(database, 'busy_timeout')).toEqual([0]);
  });

  test('stays open when the store is closed', async () => {
    const database = new Libsql(':memory:');
    const store = sqliteStore(database);
    await store.put(aRow(), 0);

    await store.close();

    expect(database.prepare('SELECT id FROM approvals').all()).toEqual([{ id: 'aone' }]);
    await expect(store.get('aone')).rejects.toMatchObject({ code: 'store_closed' });
  });

  test('that was closed by its owner closes the store', async () => {
    const database = new Libsql(':memory:');
    const store = sqliteStore(database);
    await store.put(aRow(), 0);

    database.close();

    await expect(store.get('aone')).rejects.toMatchObject({ code: 'store_closed' });
  });

  test('may give its integers as BigInt: a row has numbers', async () => {
    const database = new Libsql(':memory:');
    database.defaultSafeIntegers(true);
    const store = sqliteStore(database);
    await store.put(aRow({ leaseUntil: 2 ** 53 - 1 }), 0);

    expect(database.prepare('SELECT askedAt FROM approvals').all()).toEqual([{ askedAt: BigInt(aRow().askedAt) }]);
    expect(await store.get('aone')).toEqual(aRow({ version: 1, leaseUntil: 2 ** 53 - 1 }));
  });

  test('is not written to while it is in a transaction, which could undo what the store said is saved', async () => {
    const database = new Libsql(':memory:');
    const store = sqliteStore(database);
    database.exec('BEGIN');

    await expect(store.put(aRow(), 0)).rejects.toMatchObject({ code: 'store_failed' });

    database.exec('ROLLBACK');
    expect(await store.put(aRow(), 0)).toBe('saved');
  });

  test('has to keep its text as UTF-8', () => {
    const database = new Libsql(':memory:');
    database.exec("PRAGMA encoding = 'UTF-16le'");

    expect(() => sqliteStore(database)).toThrow(expect.objectContaining({ code: 'invalid_options' }));
  });
});

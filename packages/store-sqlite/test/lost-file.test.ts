import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { aRow } from '@k8s-pizza/slack-approval-testing';
import Libsql from 'libsql';
import { describe, expect, test } from 'vitest';
import { sqliteStore } from '../src/index.js';
import { createNewPath } from './new-path.js';
import { readRowFrom } from './read-row.js';

const now = aRow().askedAt;
const newPath = createNewPath();
const claim = { queue: aRow().queue, now, leaseUntil: now + 60_000, leaseToken: 'token-1', limit: 5 };

const calls: readonly (readonly [name: string, call: (store: ApprovalStore) => Promise<unknown>])[] = [
  ['get', (store) => store.get('aone')],
  ['put of a new row', (store) => store.put(aRow({ id: 'atwo' }), 0)],
  ['put', (store) => store.put(aRow({ status: 'approved' }), 1)],
  ['claimDue', (store) => store.claimDue(claim)],
  ['list', (store) => store.list({ limit: 5 })],
];

async function aFile() {
  const path = newPath();
  const store = sqliteStore(path);
  await store.put(aRow(), 0);
  return { path, store };
}

const losses: readonly (readonly [name: string, lose: (path: string) => void])[] = [
  ['was deleted', (path) => rmSync(path)],
  ['was moved away', (path) => renameSync(path, `${path}.old`)],
  [
    'was replaced by a copy',
    (path) => {
      copyFileSync(path, `${path}.copy`);
      renameSync(`${path}.copy`, path);
    },
  ],
  ['lost its -wal file', (path) => rmSync(`${path}-wal`)],
  ['lost its -shm file', (path) => rmSync(`${path}-shm`)],
  [
    'had its -wal and -shm files replaced',
    (path) => {
      for (const side of ['-wal', '-shm']) {
        writeFileSync(`${path}${side}.new`, '');
        renameSync(`${path}${side}.new`, `${path}${side}`);
      }
    },
  ],
  ['had its -wal and -shm files deleted', (path) => [`${path}-wal`, `${path}-shm`].map((side) => rmSync(side))],
];

describe.each(losses)('when the file of a running store %s', (_, lose) => {
  test.each(calls)('%s is rejected, and says what to do', async (_call, call) => {
    const { path, store } = await aFile();
    lose(path);

    const error = await call(store).then(String, (reason: unknown) => reason);

    expect(error).toMatchObject({ code: 'store_failed' });
    expect(String(error)).toMatch(/deleted or replaced.*restart the process/);
  });

  test('no later call is carried out, even once the file is back', async () => {
    const { path, store } = await aFile();
    copyFileSync(path, `${path}.saved`);
    lose(path);
    await expect(store.put(aRow({ id: 'atwo' }), 0)).rejects.toMatchObject({ code: 'store_failed' });
    renameSync(`${path}.saved`, path);

    for (const [, call] of calls) await expect(call(store)).rejects.toMatchObject({ code: 'store_failed' });
    await store.close();
  });
});

test('a file that another connection vacuums and checkpoints is still the same', async () => {
  const { path, store } = await aFile();
  const other = new Libsql(path);
  other.exec('VACUUM');
  other.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
  other.close();

  expect(await store.put(aRow({ status: 'approved' }), 1)).toBe('saved');
  expect(readRowFrom(new Libsql(path), 'aone')).toEqual(aRow({ status: 'approved', version: 2 }));
});

test('a file whose first store is closed is still the same for the second', async () => {
  const { path, store } = await aFile();
  const second = sqliteStore(path);
  await store.close();

  expect(await second.put(aRow({ status: 'approved' }), 1)).toBe('saved');
  expect(readRowFrom(new Libsql(path), 'aone')).toEqual(aRow({ status: 'approved', version: 2 }));
});

test('a second store of this process lets no other process take the file for unused', async () => {
  const { path, store } = await aFile();
  sqliteStore(path);
  // of several connections, the last one to be closed deletes the -wal file
  const script = 'const l = new (require("libsql"))(process.argv[1]); l.exec("SELECT 1 FROM approvals"); l.close()';
  const { status } = spawnSync(process.execPath, ['-e', script, path], { cwd: import.meta.dirname });

  expect(status).toBe(0);
  expect(await store.put(aRow({ status: 'approved' }), 1)).toBe('saved');
  expect(readRowFrom(new Libsql(path), 'aone')).toEqual(aRow({ status: 'approved', version: 2 }));
});

test('the path of a file may hold what means something in a URL', async () => {
  const path = `${newPath()}?mode=memory#a%20b.db`;
  const store = sqliteStore(path);

  expect(await store.put(aRow(), 0)).toBe('saved');
  expect(readdirSync(dirname(path))).toContain(basename(path));
  expect(await sqliteStore(path).get('aone')).toEqual(aRow({ version: 1 }));
});

test('an existing file keeps what it holds, also if it is empty', async () => {
  const path = newPath();
  writeFileSync(path, '');

  expect(await sqliteStore(path).put(aRow(), 0)).toBe('saved');
  expect(await sqliteStore(path).put(aRow(), 0)).toBe('conflict');
});

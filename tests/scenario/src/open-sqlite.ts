import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SqliteDatabase, sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import type { OpenedStore } from './scenario.js';

/** Opens a new SQLite file, by its path or by the given driver. */
export async function openSqlite(
  openDatabase: (path: string) => SqliteDatabase | string = (path) => path,
): Promise<OpenedStore> {
  const folder = mkdtempSync(join(tmpdir(), 'scenario-'));
  const store = sqliteStore(openDatabase(join(folder, 'approvals.db')));
  return {
    store,
    async close() {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { SqliteDatabase } from '@k8s-pizza/slack-approval-sqlite';
import { wrong } from '../doctor/check.js';
import { loadPackages, type OpenStore } from './opened-store.js';

/** Opens an SQLite file: `file:approvals.db`. */
export const openSqlite: OpenStore<SqliteDatabase> = async (url, { load }) => {
  const packages = await loadPackages(['@k8s-pizza/slack-approval-sqlite', 'libsql'], load);
  if ('status' in packages) return packages;
  const [library, driver] = packages.map(Object);
  const path = resolve(url.slice('file:'.length));
  const exists = await stat(path).then(
    (entry) => entry.isFile(),
    // missing, or in a folder that cannot be read
    () => false,
  );
  if (!exists)
    return wrong(
      'store_missing',
      'The file of DATABASE_URL does not exist.',
      'Start the app once: it creates the file. In a container, check that the folder is on a persistent volume.',
    );
  const database: SqliteDatabase = new driver.default(path);
  try {
    // makes every following statement read-only
    database.exec('PRAGMA query_only = ON');
    // checks the schema; query_only keeps it from changing anything
    const store = library.sqliteStore(database);
    return { store, connection: database, close: async () => void database.close() };
  } catch (error) {
    database.close();
    throw error;
  }
};

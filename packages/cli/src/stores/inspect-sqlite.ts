import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { SqliteDatabase } from '@k8s-pizza/slack-approval-sqlite';
import { missingPackages, wrong } from '../doctor/check.js';
import { storeErrorResult } from './store-error.js';
import { type InspectStore, isApprovalSql, toFindings } from './store-findings.js';

const storePackage = '@k8s-pizza/slack-approval-sqlite';
const driverPackage = 'libsql';

const dueSql = `SELECT queue, count(*) AS count, min(dueAt) AS oldest FROM approvals
  WHERE dueAt IS NOT NULL AND dueAt <= ? AND ${isApprovalSql} GROUP BY queue ORDER BY oldest`;
const attentionSql = `SELECT attention AS reason, count(*) AS count FROM approvals
  WHERE attention IS NOT NULL AND ${isApprovalSql} GROUP BY attention ORDER BY attention`;

/** Reads an SQLite file: `file:approvals.db`. */
export const inspectSqlite: InspectStore = async (url, ports) => {
  const [store, driver] = [Object(await ports.load(storePackage)), Object(await ports.load(driverPackage))];
  const missing = [storePackage, driverPackage].filter((_, index) => Object.keys([store, driver][index]).length === 0);
  if (missing.length > 0) return missingPackages('store_package_missing', missing);

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
  try {
    const database: SqliteDatabase = new driver.default(path);
    try {
      // makes every following statement read-only
      database.exec('PRAGMA query_only = ON');
      // lets the store check the schema; query_only keeps it from changing anything
      store.sqliteStore(database);
      return toFindings(database.prepare(dueSql).all(ports.now()), database.prepare(attentionSql).all(), null);
    } finally {
      database.close();
    }
  } catch (error) {
    return storeErrorResult(error);
  }
};

import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { SqliteDatabase } from '@k8s-pizza/slack-approval-sqlite';
import { wrong } from '../doctor/check.js';
import { missingPackages } from '../doctor/missing-package.js';
import { type LookInto, ofApprovals, toLook } from './store-look.js';
import { storeTrouble } from './store-trouble.js';

const store = '@k8s-pizza/slack-approval-sqlite';
const driver = 'libsql';

const dueNow = `SELECT queue, count(*) AS count, min(dueAt) AS oldest FROM approvals
  WHERE dueAt IS NOT NULL AND dueAt <= ? AND ${ofApprovals} GROUP BY queue ORDER BY oldest`;
const setAside = `SELECT attention AS reason, count(*) AS count FROM approvals
  WHERE attention IS NOT NULL AND ${ofApprovals} GROUP BY attention ORDER BY attention`;

/** Looks into an SQLite file: `file:approvals.db`. */
export const lookIntoSqlite: LookInto = async (url, ports) => {
  const [stores, drivers] = [Object(await ports.load(store)), Object(await ports.load(driver))];
  const missing = [store, driver].filter((_, index) => Object.keys([stores, drivers][index]).length === 0);
  if (missing.length > 0) return missingPackages('store_package_missing', missing);

  const path = resolve(url.slice('file:'.length));
  const isThere = await stat(path).then(
    (entry) => entry.isFile(),
    // not there, or in a folder that cannot be looked into
    () => false,
  );
  if (!isThere)
    return wrong(
      'store_missing',
      'The file of DATABASE_URL is not there.',
      'Start the app once: it makes the file. In a container, see that the folder is on a volume that outlives it.',
    );
  try {
    const database: SqliteDatabase = new drivers.default(path);
    try {
      // what follows can only read, whatever it says
      database.exec('PRAGMA query_only = ON');
      // the store itself says whether the table is there and of this release; here it could not change it
      stores.sqliteStore(database);
      return toLook(database.prepare(dueNow).all(ports.now()), database.prepare(setAside).all());
    } finally {
      database.close();
    }
  } catch (error) {
    return storeTrouble(error);
  }
};

import type { PostgresClient } from '@k8s-pizza/slack-approval-postgres';
import { missingPackages } from '../doctor/missing-package.js';
import { type LookInto, ofApprovals, toLook } from './store-look.js';
import { storeTrouble } from './store-trouble.js';

const store = '@k8s-pizza/slack-approval-postgres';
const driver = 'pg';

const dueNow = `SELECT queue, count(*) AS count, min(due_at) AS oldest FROM slack_approvals
  WHERE due_at <= $1 AND ${ofApprovals} GROUP BY queue ORDER BY oldest`;
const setAside = `SELECT attention AS reason, count(*) AS count FROM slack_approvals
  WHERE attention IS NOT NULL AND ${ofApprovals} GROUP BY attention ORDER BY attention`;

interface Connection extends PostgresClient {
  connect(): Promise<unknown>;
  end(): Promise<unknown>;
  on(event: 'error', listener: (error: unknown) => void): unknown;
}

/** Looks into PostgreSQL: `postgres://…`. */
export const lookIntoPostgres: LookInto = async (url, ports) => {
  const [stores, drivers] = [await ports.load(store), await ports.load(driver)];
  const missing = [store, driver].filter((_, index) => [stores, drivers][index] === null);
  if (missing.length > 0) return missingPackages('store_package_missing', missing);

  const { timeoutMs } = ports.settings;
  const { Client } = Object(drivers).default ?? drivers;
  const client: Connection = new Client({
    connectionString: url,
    connectionTimeoutMillis: timeoutMs,
    statement_timeout: timeoutMs,
    query_timeout: timeoutMs,
  });
  // a connection that breaks is seen by the statement that waits for it
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('BEGIN TRANSACTION READ ONLY');
    // the store itself says whether the table is there and of this release; here it could not change it
    await Object(stores).postgresStore(client).migrate();
    const due = await client.query(dueNow, [ports.now()]);
    const attention = await client.query(setAside);
    return toLook(due.rows, attention.rows);
  } catch (error) {
    return storeTrouble(error);
  } finally {
    // what fails here has failed before, and was said
    await client.end().catch(() => undefined);
  }
};

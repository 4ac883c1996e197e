import type { PostgresClient } from '@k8s-pizza/slack-approval-postgres';
import { missingPackages } from '../doctor/check.js';
import { storeErrorResult } from './store-error.js';
import { type InspectStore, isApprovalSql, type ServerFindings, toFindings } from './store-findings.js';

const storePackage = '@k8s-pizza/slack-approval-postgres';
const driverPackage = 'pg';

const dueSql = `SELECT queue, count(*) AS count, min(due_at) AS oldest FROM slack_approvals
  WHERE due_at <= $1 AND ${isApprovalSql} GROUP BY queue ORDER BY oldest`;
const attentionSql = `SELECT attention AS reason, count(*) AS count FROM slack_approvals
  WHERE attention IS NOT NULL AND ${isApprovalSql} GROUP BY attention ORDER BY attention`;

interface Connection extends PostgresClient {
  connect(): Promise<unknown>;
  end(): Promise<unknown>;
  on(event: 'error', listener: (error: unknown) => void): unknown;
}

async function connectAndMeasure(client: Connection, now: () => number): Promise<ServerFindings> {
  const startedAt = now();
  await client.connect();
  const connectedAt = now();
  const { rows } = await client.query('SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now');
  const answeredAt = now();
  const aheadMs = (connectedAt + answeredAt) / 2 - Number(Object(rows[0]).now);
  return { slowestMs: Math.max(connectedAt - startedAt, answeredAt - connectedAt), aheadMs };
}

/** Reads PostgreSQL: `postgres://…`. */
export const inspectPostgres: InspectStore = async (url, ports) => {
  const [store, driver] = [await ports.load(storePackage), await ports.load(driverPackage)];
  const missing = [storePackage, driverPackage].filter((_, index) => [store, driver][index] === null);
  if (missing.length > 0) return missingPackages('store_package_missing', missing);

  const { timeoutMs } = ports.settings;
  const { Client } = Object(driver).default ?? driver;
  const client: Connection = new Client({
    connectionString: url,
    connectionTimeoutMillis: timeoutMs,
    statement_timeout: timeoutMs,
    query_timeout: timeoutMs,
  });
  // without a listener, a broken connection ends the process; the pending statement reports it
  client.on('error', () => undefined);
  try {
    const server = await connectAndMeasure(client, ports.now);
    await client.query('BEGIN TRANSACTION READ ONLY');
    // lets the store check the schema; the read-only transaction keeps it from changing anything
    await Object(store).postgresStore(client).migrate();
    const due = await client.query(dueSql, [ports.now()]);
    const attention = await client.query(attentionSql);
    return toFindings(due.rows, attention.rows, server);
  } catch (error) {
    return storeErrorResult(error);
  } finally {
    // an earlier error has already been reported
    await client.end().catch(() => undefined);
  }
};

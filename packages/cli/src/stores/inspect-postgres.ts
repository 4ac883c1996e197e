import { createPostgresClient, type PostgresConnection, postgresPackages } from './open-postgres.js';
import { loadPackages } from './opened-store.js';
import { storeErrorResult } from './store-error.js';
import { type InspectStore, isApprovalSql, type ServerFindings, toFindings } from './store-findings.js';

const dueSql = `SELECT queue, count(*) AS count, min(due_at) AS oldest FROM slack_approvals
  WHERE due_at <= $1 AND ${isApprovalSql} GROUP BY queue ORDER BY oldest`;
const attentionSql = `SELECT attention AS reason, count(*) AS count FROM slack_approvals
  WHERE attention IS NOT NULL AND ${isApprovalSql} GROUP BY attention ORDER BY attention`;

async function connectAndMeasure(client: PostgresConnection, now: () => number): Promise<ServerFindings> {
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
  const packages = await loadPackages(postgresPackages, ports.load);
  if ('status' in packages) return packages;
  const [library, driver] = packages;
  const client = createPostgresClient(driver, url, ports.settings.timeoutMs);
  try {
    const server = await connectAndMeasure(client, ports.now);
    await client.query('BEGIN TRANSACTION READ ONLY');
    // lets the store check the schema; the read-only transaction keeps it from changing anything
    await Object(library).postgresStore(client).migrate();
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

import type { PostgresClient } from '@k8s-pizza/slack-approval-postgres';
import { loadPackages, type OpenStore } from './opened-store.js';

/** The package of the store, and its driver. */
export const postgresPackages = ['@k8s-pizza/slack-approval-postgres', 'pg'] as const;

/** A connection of `pg`. */
export interface PostgresConnection extends PostgresClient {
  connect(): Promise<unknown>;
  end(): Promise<unknown>;
  on(event: 'error', listener: (error: unknown) => void): unknown;
}

/** Makes a connection, which still has to be connected. */
export function createPostgresClient(driver: unknown, url: string, timeoutMs: number): PostgresConnection {
  const { Client } = Object(driver).default ?? driver;
  const client: PostgresConnection = new Client({
    connectionString: url,
    connectionTimeoutMillis: timeoutMs,
    statement_timeout: timeoutMs,
    query_timeout: timeoutMs,
  });
  // without a listener, a broken connection ends the process; the pending statement reports it
  client.on('error', () => undefined);
  return client;
}

/** Opens PostgreSQL: `postgres://…`. */
export const openPostgres: OpenStore<PostgresConnection> = async (url, { load, timeoutMs }) => {
  const packages = await loadPackages(postgresPackages, load);
  if ('status' in packages) return packages;
  const [library, driver] = packages;
  const client = createPostgresClient(driver, url, timeoutMs);
  // an earlier error is the one to report
  const close = async () => void (await client.end().catch(() => undefined));
  try {
    await client.connect();
    await client.query('SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY');
    const store = Object(library).postgresStore(client);
    // checks the schema; the read-only session keeps it from changing anything
    await store.migrate();
    return { store, connection: client, close };
  } catch (error) {
    await close();
    throw error;
  }
};

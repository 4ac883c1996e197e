import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TableClient } from '@azure/data-tables';
import type { Row } from '@k8s-pizza/slack-approval/store';
import { postgresStore } from '@k8s-pizza/slack-approval-postgres';
import Libsql from 'libsql';
import { Pool } from 'pg';
import { sharedPostgres } from 'test-engines/in-this-run';
import { startAzurite } from 'test-engines/start-azurite';
import type { StoreSettings } from './store-settings.js';

/** An empty store for one test: how processes open it, and how the test reads it without the store. */
export interface StorePlace {
  readonly settings: StoreSettings;
  readRow(id: string): Promise<Row | null>;
  readRows(): Promise<readonly Row[]>;
  close(): Promise<void>;
}

/** Makes an empty store for each test. */
export interface StorePlaces {
  next(): Promise<StorePlace>;
  close(): Promise<void>;
}

export async function sqlitePlaces(): Promise<StorePlaces> {
  const folder = mkdtempSync(join(tmpdir(), 'processes-'));
  let count = 0;
  return {
    async next() {
      count += 1;
      const path = join(folder, `${count}.db`);
      // opened for each read: the test keeps no lock, and a process creates the file
      const select = (where: string, ...values: string[]): Row[] => {
        const database = new Libsql(path);
        const rows = database.prepare(`SELECT * FROM approvals ${where}`).all(...values);
        database.close();
        // as: the table is STRICT and its columns are the fields of a row
        return rows.map((row) => ({ ...(row as Row) }));
      };
      return {
        settings: { type: 'sqlite', path },
        readRow: async (id) => select('WHERE id = ?', id)[0] ?? null,
        readRows: async () => select(''),
        close: async () => undefined,
      };
    },
    close: async () => rmSync(folder, { recursive: true }),
  };
}

/** The part of a PostgreSQL server that places need; one without `stop` goes on after them. */
interface SchemaServer {
  createSchema(): Promise<string>;
  stop?(): Promise<void>;
}

/** @param startServer - the server of the test run unless you start another */
export async function postgresPlaces(startServer: () => Promise<SchemaServer> = sharedPostgres): Promise<StorePlaces> {
  const server = await startServer();
  return {
    async next() {
      const connectionString = await server.createSchema();
      const pool = new Pool({ connectionString, max: 2 }).on('error', () => undefined);
      await postgresStore(pool).migrate();
      const columns = `id, version::float8, queue, status, requester_id AS "requesterId", asked_at::float8 AS "askedAt",
        due_at::float8 AS "dueAt", lease_token AS "leaseToken", lease_until::float8 AS "leaseUntil",
        claim_count AS "claimCount", attention, body`;
      const select = async (where: string, values: readonly string[]) =>
        (await pool.query<Row>(`SELECT ${columns} FROM slack_approvals ${where}`, [...values])).rows;
      return {
        settings: { type: 'postgres', connectionString },
        readRow: async (id) => (await select('WHERE id = $1', [id]))[0] ?? null,
        readRows: () => select('', []),
        close: () => pool.end(),
      };
    },
    close: async () => await server.stop?.(),
  };
}

export async function azureTablesPlaces(): Promise<StorePlaces> {
  const server = await startAzurite();
  const connectionString = server.connectionString();
  let count = 0;
  return {
    async next() {
      count += 1;
      const tableName = `approvals${count}`;
      const client = TableClient.fromConnectionString(connectionString, tableName, { allowInsecureConnection: true });
      await client.createTable();
      const readRows = async (): Promise<readonly Row[]> => {
        const rows: Row[] = [];
        for await (const { fields, body0 } of client.listEntities<{ fields?: string; body0?: Uint8Array }>())
          rows.push({ ...JSON.parse(fields ?? '{}'), body: Buffer.from(body0 ?? []).toString('utf8') });
        return rows;
      };
      return {
        settings: { type: 'azure_tables', connectionString, tableName },
        readRow: async (id) => (await readRows()).find((row) => row.id === id) ?? null,
        readRows,
        close: async () => undefined,
      };
    },
    close: () => server.stop(),
  };
}

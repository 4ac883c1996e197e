import { TableClient, type TableServiceClientOptions } from '@azure/data-tables';
import type { Row } from '@k8s-pizza/slack-approval/store';
import { type AzuriteServer, startAzurite } from 'test-engines/start-azurite';
import { afterAll, beforeAll } from 'vitest';

/** An emulator for this test file. */
export function anAzurite(): () => AzuriteServer {
  let server: AzuriteServer;
  beforeAll(async () => {
    server = await startAzurite();
  });
  afterAll(() => server.stop());
  return () => server;
}

let count = 0;

/** A client for a table that is not there yet. */
export function aClient(
  server: AzuriteServer,
  options: TableServiceClientOptions & { port?: number } = {},
): TableClient {
  count += 1;
  return clientOf(server, `approvals${count}`, options);
}

export function clientOf(
  server: AzuriteServer,
  table: string,
  { port, ...options }: TableServiceClientOptions & { port?: number } = {},
): TableClient {
  return TableClient.fromConnectionString(server.connectionString(port), table, {
    ...options,
    allowInsecureConnection: true,
  });
}

/** Reads a row as any other program would: it looks at all there is. */
export async function readRowFrom(client: TableClient, id: string): Promise<Row | null> {
  for await (const { fields, body0 } of client.listEntities<{ fields?: string; body0?: Uint8Array }>()) {
    const row: Row = { ...JSON.parse(fields ?? '{}'), body: Buffer.from(body0 ?? []).toString('utf8') };
    if (row.id === id) return row;
  }
  return null;
}

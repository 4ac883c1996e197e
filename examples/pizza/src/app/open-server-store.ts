import type { ApprovalStore } from '@k8s-pizza/slack-approval';
import type { ServerAddress } from './database-address.js';

type Log = (line: string) => void;

/** Opens a store that many processes share, and makes its table where there is none. Drivers are loaded for the one that is named. */
export async function openServerStore(address: ServerAddress, log: Log): Promise<ApprovalStore> {
  return address.type === 'postgres'
    ? await openPostgres(address.url, log)
    : await openTables(address.connectionString);
}

async function openPostgres(connectionString: string, log: Log): Promise<ApprovalStore> {
  const [{ default: pg }, { postgresStore }] = await Promise.all([
    import('pg'),
    import('@k8s-pizza/slack-approval-postgres'),
  ]);
  // a click has to be answered within three seconds
  const timeouts = { connectionTimeoutMillis: 2_000, statement_timeout: 1_500 };
  const pool = new pg.Pool({ connectionString, keepAlive: true, ...timeouts });
  pool.on('error', (error) => log(`store: an idle connection broke: ${error.name}`));
  const store = postgresStore(pool);
  await store.migrate();
  return {
    ...store,
    async close() {
      await store.close();
      await pool.end();
    },
  };
}

/** Table names are letters and digits. */
const tableName = 'approvals';

async function openTables(connectionString: string): Promise<ApprovalStore> {
  const [{ TableClient }, { azureTablesStore }] = await Promise.all([
    import('@azure/data-tables'),
    import('@k8s-pizza/slack-approval-azure-tables'),
  ]);
  const client = TableClient.fromConnectionString(connectionString, tableName, {
    allowInsecureConnection: isLocal(connectionString),
    retryOptions: { maxRetries: 1, retryDelayInMs: 100 },
  });
  const store = azureTablesStore(client);
  await client.createTable();
  return store;
}

/** The emulator speaks plain http. */
function isLocal(connectionString: string): boolean {
  return (
    connectionString === 'UseDevelopmentStorage=true' || /TableEndpoint=http:\/\/127\.0\.0\.1/.test(connectionString)
  );
}

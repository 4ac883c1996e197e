import type { ApprovalStore } from '@k8s-pizza/slack-approval';
import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';

type Log = (line: string) => void;

/** Where approvals are kept: a file, a PostgreSQL server, or a table of an Azure storage account. */
export type DatabaseAddress =
  | { readonly type: 'sqlite'; readonly file: string }
  | { readonly type: 'postgres'; readonly url: string }
  | { readonly type: 'azure-tables'; readonly connectionString: string };

/** Tells from a `DATABASE_URL` which it is; null: none that is known. */
export function databaseAddress(url: string): DatabaseAddress | null {
  if (/^file:.+/.test(url)) return { type: 'sqlite', file: url.slice('file:'.length) };
  if (/^postgres(?:ql)?:\/\/.+/.test(url)) return { type: 'postgres', url };
  const isConnectionString = /(?:^|;)(?:AccountName|TableEndpoint|SharedAccessSignature)=/.test(url);
  if (isConnectionString || url === 'UseDevelopmentStorage=true')
    return { type: 'azure-tables', connectionString: url };
  return null;
}

/** Opens the store, and makes its table where there is none. Drivers are loaded for the one that is named. */
export async function openStore(address: DatabaseAddress, log: Log): Promise<ApprovalStore> {
  switch (address.type) {
    case 'sqlite':
      return sqliteStore(address.file);
    case 'postgres':
      return await openPostgres(address.url, log);
    case 'azure-tables':
      return await openTables(address.connectionString);
    default:
      return address satisfies never;
  }
}

async function openPostgres(connectionString: string, log: Log): Promise<ApprovalStore> {
  const [{ default: pg }, { postgresStore }] = await Promise.all([
    import('pg'),
    import('@k8s-pizza/slack-approval-postgres'),
  ]);
  // a click has to be answered within three seconds
  const pool = new pg.Pool({ connectionString, connectionTimeoutMillis: 2_000, statement_timeout: 2_000 });
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

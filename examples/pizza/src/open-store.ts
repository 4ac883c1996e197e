// Where approvals are stored: SQLite, PostgreSQL or Azure Tables.

import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';

/** Where approvals are stored: in a file, in PostgreSQL, or in a table of an Azure storage account. */
export type DatabaseAddress = { readonly type: 'sqlite'; readonly file: string } | ServerAddress;

/** A database that several processes can share. */
export type ServerAddress =
  | { readonly type: 'postgres'; readonly url: string }
  | { readonly type: 'azure-tables'; readonly connectionString: string };

type Log = (line: string) => void;

/** Parses a `DATABASE_URL`. Returns null if no store understands it. */
export function parseDatabaseUrl(url: string): DatabaseAddress | null {
  if (/^file:.+/.test(url)) return { type: 'sqlite', file: url.slice('file:'.length) };
  if (/^postgres(?:ql)?:\/\/.+/.test(url)) return { type: 'postgres', url };
  const isConnectionString = /(?:^|;)(?:AccountName|TableEndpoint|SharedAccessSignature)=/.test(url);
  if (isConnectionString || url === 'UseDevelopmentStorage=true')
    return { type: 'azure-tables', connectionString: url };
  return null;
}

/** Opens the store at an address, and creates its table if needed. Only that store's driver is loaded. */
export async function openStore(address: DatabaseAddress, log: Log): Promise<ApprovalStore> {
  if (address.type !== 'sqlite') return await openServerStore(address, log);
  const { sqliteStore } = await import('@k8s-pizza/slack-approval-sqlite');
  return sqliteStore(address.file);
}

/** The same, without SQLite: the function bundle must not contain its native driver. */
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
  // Slack waits three seconds for the response to a click
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

/** A table name may only contain letters and digits. */
const tableName = 'approvals';

async function openTables(connectionString: string): Promise<ApprovalStore> {
  const [{ TableClient }, { azureTablesStore }] = await Promise.all([
    import('@azure/data-tables'),
    import('@k8s-pizza/slack-approval-azure-tables'),
  ]);
  const client = TableClient.fromConnectionString(connectionString, tableName, {
    allowInsecureConnection: isEmulator(connectionString),
    retryOptions: { maxRetries: 1, retryDelayInMs: 100 },
  });
  const store = azureTablesStore(client);
  await client.createTable();
  return store;
}

/** The storage emulator speaks plain HTTP. */
function isEmulator(connectionString: string): boolean {
  return (
    connectionString === 'UseDevelopmentStorage=true' || /TableEndpoint=http:\/\/127\.0\.0\.1/.test(connectionString)
  );
}

/**
 * Opens a store when it is first used, and tries again after a failure: a function instance may start before its
 * database does.
 */
export function lazyStore(open: () => Promise<ApprovalStore>): ApprovalStore {
  let opening: Promise<ApprovalStore> | null = null;
  const opened = async (): Promise<ApprovalStore> => {
    opening ??= open();
    try {
      return await opening;
    } catch (error) {
      opening = null;
      throw error;
    }
  };
  return {
    get: async (id) => await (await opened()).get(id),
    put: async (row, expectedVersion) => await (await opened()).put(row, expectedVersion),
    claimDue: async (claim) => await (await opened()).claimDue(claim),
    list: async (query) => await (await opened()).list(query),
    close: async () => await (await opening)?.close(),
  };
}

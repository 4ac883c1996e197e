// How the app reaches what is outside: the database of approvals, and the Kubernetes cluster.

import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import {
  ApiException,
  type ConfigurationOptions,
  KubeConfig,
  Observable,
  type ObservableMiddleware,
} from '@kubernetes/client-node';
import { z } from 'zod';

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

/**
 * A cluster by address. Its certificate authority is a PEM file or base64 of PEM; without either, the system's
 * authorities apply.
 */
export interface ClusterAt {
  readonly apiUrl: string;
  readonly token: string | null;
  readonly caFile?: string | null;
  readonly caData?: string | null;
}

/**
 * Which cluster to use: the one at an address, the one that `KUBECONFIG` names, or the one this process runs in, by its
 * service account, whose rotated token is read again.
 */
export type ClusterAddress = ClusterAt | 'kubeconfig' | 'in-cluster';

/** The cluster at an address, with the token and the authority of the environment. */
export function clusterAt(
  apiUrl: string,
  env: {
    readonly KUBERNETES_TOKEN?: string | undefined;
    readonly KUBERNETES_CA_FILE?: string | undefined;
    readonly KUBERNETES_CA_DATA?: string | undefined;
  },
): ClusterAt {
  const { KUBERNETES_TOKEN: token, KUBERNETES_CA_FILE: caFile, KUBERNETES_CA_DATA: caData } = env;
  return { apiUrl, token: token ?? null, caFile: caFile ?? null, caData: caData ?? null };
}

/**
 * Prepares a client for a cluster. Nothing is sent yet.
 *
 * @param root - the folder that service accounts are mounted under; only tests change it
 */
export function connectCluster(address: ClusterAddress, root = ''): KubeConfig {
  const kubeConfig = new KubeConfig();
  if (address === 'kubeconfig') return loadKubeconfig(kubeConfig);
  if (address === 'in-cluster') {
    if (process.env.KUBERNETES_SERVICE_HOST === undefined)
      throw new Error('This process must run in a pod: KUBERNETES_SERVICE_HOST is not set.');
    kubeConfig.loadFromCluster(root);
    return kubeConfig;
  }
  const { apiUrl, token, caFile = null, caData = null } = address;
  kubeConfig.loadFromClusterAndUser(
    {
      name: 'cluster',
      server: apiUrl,
      // the client only speaks plain HTTP if it does not verify certificates
      skipTLSVerify: apiUrl.startsWith('http://'),
      ...(caFile === null ? {} : { caFile }),
      ...(caData === null ? {} : { caData }),
    },
    token === null ? { name: 'nobody' } : { name: 'bearer', token },
  );
  return kubeConfig;
}

/** The parser's errors quote lines that may contain tokens, so only their code is repeated. */
function loadKubeconfig(kubeConfig: KubeConfig): KubeConfig {
  try {
    kubeConfig.loadFromDefault();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'not in the form kubectl writes';
    throw new Error(`The file that KUBECONFIG names cannot be read: ${code}.`);
  }
  if (kubeConfig.getCurrentCluster() === null) throw new Error('The current context of KUBECONFIG names no cluster.');
  return kubeConfig;
}

/** Call options with a timeout: without them, the client waits for as long as the connection stays open. */
export function withTimeout(timeoutMs: number): ConfigurationOptions<ObservableMiddleware> {
  return {
    middleware: [
      {
        pre(request) {
          request.setSignal(AbortSignal.timeout(timeoutMs));
          return new Observable(Promise.resolve(request));
        },
        post: (response) => new Observable(Promise.resolve(response)),
      },
    ],
    middlewareMergeStrategy: 'append',
  };
}

const statusObject = z.object({
  reason: z.string().default('unknown'),
  details: z.object({ causes: z.array(z.object({ field: z.string() })).default([]) }).default({ causes: [] }),
});

/**
 * Describes a failed call in one sentence. The client's own message quotes headers and bodies, which contain people's
 * orders.
 */
export function clusterProblem(error: unknown): string {
  if (!(error instanceof ApiException)) {
    if (!(error instanceof Error)) return 'The cluster was not reached: unknown.';
    // these two errors quote the response
    if (error instanceof z.ZodError || error instanceof SyntaxError)
      return 'The cluster answered with something other than what was asked for.';
    if (error.name === 'AbortError') return 'The cluster did not answer in time.';
    return `The cluster was not reached: ${error.message}.`;
  }
  const { reason, details } = readStatus(error.body);
  const fields = details.causes.map(({ field }) => field).join(', ');
  return `The cluster answered ${error.code} ${reason}${fields === '' ? '' : ` (${fields})`}.`;
}

function readStatus(body: unknown): z.infer<typeof statusObject> {
  // a proxy in front of the cluster may answer with anything
  const text = typeof body === 'string' && body.startsWith('{') ? body : '{}';
  try {
    return statusObject.parse(JSON.parse(text));
  } catch (error) {
    return { reason: `with no Status (${error instanceof Error ? error.name : 'unknown'})`, details: { causes: [] } };
  }
}

import { loadPackages, type OpenStore } from './opened-store.js';

const defaultTable = 'approvals';

/** Opens Azure Table Storage: a connection string, or the URL of a table with its signature. */
export const openTables: OpenStore = async (text, { load, timeoutMs }) => {
  const packages = await loadPackages(['@k8s-pizza/slack-approval-azure-tables', '@azure/data-tables'], load);
  if ('status' in packages) return packages;
  const [library, driver] = packages;
  const connection = createClient(driver, text, timeoutMs);
  return { store: Object(library).azureTablesStore(connection), connection, close: async () => undefined };
};

function createClient(driver: unknown, text: string, timeoutMs: number): unknown {
  const { TableClient } = Object(driver);
  const options = { retryOptions: { maxRetries: 1, maxRetryDelayInMs: timeoutMs } };
  if (!text.startsWith('https:')) {
    const isLocal = /UseDevelopmentStorage=true|TableEndpoint=http:\/\/(?:127\.0\.0\.1|localhost)[:/]/i.test(text);
    return TableClient.fromConnectionString(text, defaultTable, { ...options, allowInsecureConnection: isLocal });
  }
  const { origin, pathname, search } = new URL(text);
  const table =
    pathname
      .split('/')
      .filter((part) => part !== '')
      .at(-1) ?? defaultTable;
  return new TableClient(`${origin}/${search}`, table, options);
}

import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval/store';
import { missingPackages } from '../doctor/check.js';
import { storeErrorResult } from './store-error.js';
import { type InspectStore, isApproval, type StoreFindings } from './store-findings.js';

const storePackage = '@k8s-pizza/slack-approval-azure-tables';
const driverPackage = '@azure/data-tables';

const maxRows = 1_000;
const defaultTable = 'approvals';

/** Reads Azure Table Storage: a connection string, or the URL of a table with its signature. */
export const inspectTables: InspectStore = async (text, ports) => {
  const [store, driver] = [await ports.load(storePackage), await ports.load(driverPackage)];
  const missing = [storePackage, driverPackage].filter((_, index) => [store, driver][index] === null);
  if (missing.length > 0) return missingPackages('store_package_missing', missing);
  try {
    const client = createClient(driver, text, ports.settings.timeoutMs);
    const rows = await newestRows(Object(store).azureTablesStore(client));
    return findingsIn(rows, ports.now());
  } catch (error) {
    return storeErrorResult(error);
  }
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

/** Returns at most `maxRows` + 1 rows, newest first: this store cannot list the due rows of all queues. */
async function newestRows(store: ApprovalStore): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let after: string | null = null;
  do {
    const page = await store.list({ limit: 100, after });
    rows.push(...page.rows.filter(isApproval));
    // rows that are not approvals come last
    after = page.rows.every(isApproval) ? page.next : null;
  } while (after !== null && rows.length <= maxRows);
  return rows.slice(0, maxRows + 1);
}

function findingsIn(found: readonly Row[], now: number): StoreFindings {
  const rows = found.slice(0, maxRows);
  const due = rows.filter(({ dueAt }) => dueAt !== null && dueAt <= now);
  const queues = [...new Set(due.map(({ queue }) => queue))];
  const reasons = [...new Set(rows.flatMap(({ attention }) => (attention === null ? [] : [attention])))];
  return {
    due: queues.map((queue) => {
      const instants = due.filter((row) => row.queue === queue).map(({ dueAt }) => dueAt ?? now);
      return { queue, count: instants.length, oldestAt: Math.min(...instants) };
    }),
    attention: reasons.map((reason) => ({ reason, count: rows.filter((row) => row.attention === reason).length })),
    isPartial: found.length > maxRows,
    server: null,
  };
}

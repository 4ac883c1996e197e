import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval';
import { missingPackages } from '../doctor/missing-package.js';
import { isOfApproval, type LookInto, type StoreLook } from './store-look.js';
import { storeTrouble } from './store-trouble.js';

const store = '@k8s-pizza/slack-approval-azure-tables';
const driver = '@azure/data-tables';

const mostRows = 1_000;
const defaultTable = 'approvals';

/** Looks into Azure Table Storage: a connection string, or the address of a table with its signature. */
export const lookIntoTables: LookInto = async (text, ports) => {
  const [stores, drivers] = [await ports.load(store), await ports.load(driver)];
  const missing = [store, driver].filter((_, index) => [stores, drivers][index] === null);
  if (missing.length > 0) return missingPackages('store_package_missing', missing);
  try {
    const client = clientOf(drivers, text, ports.settings.timeoutMs);
    const rows = await newest(Object(stores).azureTablesStore(client));
    return lookOf(rows, ports.now());
  } catch (error) {
    return storeTrouble(error);
  }
};

function clientOf(drivers: unknown, text: string, timeoutMs: number): unknown {
  const { TableClient } = Object(drivers);
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

/** The newest rows, and one more where there are more: this store has no question that reads only what is due, of all queues. */
async function newest(store: ApprovalStore): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let after: string | null = null;
  do {
    const page = await store.list({ limit: 100, after });
    rows.push(...page.rows.filter(isOfApproval));
    // what belongs to no approval comes last
    after = page.rows.every(isOfApproval) ? page.next : null;
  } while (after !== null && rows.length <= mostRows);
  return rows.slice(0, mostRows + 1);
}

function lookOf(found: readonly Row[], now: number): StoreLook {
  const rows = found.slice(0, mostRows);
  const due = rows.filter(({ dueAt }) => dueAt !== null && dueAt <= now);
  const queues = [...new Set(due.map(({ queue }) => queue))];
  const reasons = [...new Set(rows.flatMap(({ attention }) => (attention === null ? [] : [attention])))];
  return {
    due: queues.map((queue) => {
      const instants = due.filter((row) => row.queue === queue).map(({ dueAt }) => dueAt ?? now);
      return { queue, count: instants.length, oldestAt: Math.min(...instants) };
    }),
    attention: reasons.map((reason) => ({ reason, count: rows.filter((row) => row.attention === reason).length })),
    isPartial: found.length > mostRows,
  };
}

import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval/store';
import { openTables } from './open-tables.js';
import { storeErrorResult } from './store-error.js';
import { type InspectStore, isApproval, type StoreFindings } from './store-findings.js';

const maxRows = 1_000;

/** Reads Azure Table Storage: a connection string, or the URL of a table with its signature. */
export const inspectTables: InspectStore = async (text, ports) => {
  try {
    const opened = await openTables(text, { load: ports.load, timeoutMs: ports.settings.timeoutMs });
    return 'status' in opened ? opened : findingsIn(await newestRows(opened.store), ports.now());
  } catch (error) {
    return storeErrorResult(error);
  }
};

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

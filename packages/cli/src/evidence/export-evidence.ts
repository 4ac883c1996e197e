import { createApprovals, isSlackApprovalError } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';

/** Which approvals to export. Instants are epoch milliseconds, of when they were asked for. */
export interface ExportQuery {
  readonly namespace: string;
  readonly kind: string | null;
  readonly since: number;
  /** Not included. */
  readonly until: number;
}

export interface Exported {
  readonly count: number;
  /** The ids of approvals that this release cannot read. */
  readonly unreadable: readonly string[];
}

/** So many rows are in memory at a time. */
const pageSize = 20;

/** Writes a line of evidence for each approval, newest first. */
export async function exportEvidence(
  store: ApprovalStore,
  { namespace, kind, since, until }: ExportQuery,
  write: (line: string) => Promise<void>,
): Promise<Exported> {
  const approvals = createApprovals({ store, namespace });
  const queue = kind === null ? {} : { queue: `${namespace}/${kind}` };
  const unreadable: string[] = [];
  let [count, after]: [number, string | null] = [0, null];
  do {
    const page = await store.list({ ...queue, after, limit: pageSize });
    const rows = page.rows.filter((row) => row.queue.startsWith(`${namespace}/`) && row.askedAt < until);
    for (const { id } of rows.filter(({ askedAt }) => askedAt >= since)) {
      try {
        await write(`${JSON.stringify(await approvals.evidence(id))}\n`);
        count += 1;
      } catch (error) {
        if (!isUnreadable(error)) throw error;
        unreadable.push(id);
      }
    }
    // the rest is older, and rows that are no approvals come last
    after = page.rows.some(({ askedAt }) => askedAt < since) ? null : page.next;
  } while (after !== null);
  return { count, unreadable };
}

function isUnreadable(error: unknown): boolean {
  return isSlackApprovalError(error) && (error.code === 'record_corrupt' || error.code === 'record_newer');
}

import type { CheckResult } from '../doctor/check.js';
import type { Ports } from '../doctor/ports.js';

/** The approvals in a store that are due or need attention. */
export interface StoreFindings {
  /** Due work, by queue. `oldestAt` is in epoch milliseconds. */
  readonly due: readonly { readonly queue: string; readonly count: number; readonly oldestAt: number }[];
  /** Approvals that need attention, by reason. */
  readonly attention: readonly { readonly reason: string; readonly count: number }[];
  /** Only some of the rows were read. */
  readonly isPartial: boolean;
  /** How fast the server is, and its clock; null for a store that does not tell them. */
  readonly server: ServerFindings | null;
}

/** What one small statement tells of a database server. */
export interface ServerFindings {
  /** The longer of the times to connect and to answer. */
  readonly slowestMs: number;
  /** How far this clock is ahead of the server's. */
  readonly aheadMs: number;
}

/** Excludes rows that are not approvals, such as a channel's: their queues start with `~/`. */
export const isApprovalSql = "queue NOT LIKE '~/%'";
export const isApproval = ({ queue }: { readonly queue: string }): boolean => !queue.startsWith('~/');

/** Reads one kind of store, without writing to it. Returns a check result if it cannot. */
export type InspectStore = (url: string, ports: Ports) => Promise<StoreFindings | CheckResult>;

/** Converts the rows of the two queries that every SQL store runs. */
export function toFindings(
  due: readonly unknown[],
  attention: readonly unknown[],
  server: ServerFindings | null,
): StoreFindings {
  return {
    due: due.map((row) => {
      const { queue, count, oldest } = Object(row);
      return { queue: String(queue), count: Number(count), oldestAt: Number(oldest) };
    }),
    attention: attention.map((row) => ({ reason: String(Object(row).reason), count: Number(Object(row).count) })),
    isPartial: false,
    server,
  };
}

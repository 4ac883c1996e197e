import type { CheckResult } from '../doctor/check.js';
import type { Ports } from '../doctor/ports.js';

/** What a store holds that somebody has to look after. */
export interface StoreLook {
  /** What is due now, by queue. */
  readonly due: readonly { readonly queue: string; readonly count: number; readonly oldestAt: number }[];
  /** What was set aside, by reason. */
  readonly attention: readonly { readonly reason: string; readonly count: number }[];
  /** Not every row was looked at. */
  readonly isPartial: boolean;
}

/** Leaves out the rows that belong to no approval, such as a channel's: their queues begin with `~/`. */
export const ofApprovals = "queue NOT LIKE '~/%'";
export const isOfApproval = ({ queue }: { readonly queue: string }): boolean => !queue.startsWith('~/');

/** Looks into one kind of store, and writes nothing. A result in place of a look says why there is none. */
export type LookInto = (url: string, ports: Ports) => Promise<StoreLook | CheckResult>;

/** Rows of the two questions that every SQL store is asked, as a driver gives them. */
export function toLook(due: readonly unknown[], attention: readonly unknown[]): StoreLook {
  return {
    due: due.map((row) => {
      const { queue, count, oldest } = Object(row);
      return { queue: String(queue), count: Number(count), oldestAt: Number(oldest) };
    }),
    attention: attention.map((row) => ({ reason: String(Object(row).reason), count: Number(Object(row).count) })),
    isPartial: false,
  };
}

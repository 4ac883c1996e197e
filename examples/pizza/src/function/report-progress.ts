import type { Orders } from '../kubernetes/orders.js';
import { mostPresent, mostReportsAtOnce, type OrderReport, reportOf } from '../order-report.js';

export interface ReportProgressParts {
  readonly orders: Pick<Orders, 'list'>;
  /**
   * Hands reports on, and with the last of them from which approvals there are orders at all; null: this is not the last, or they are too many
   * to say. What it throws is reported again by the next run.
   */
  readonly tell: (reports: readonly OrderReport[], present: readonly string[] | null) => Promise<void>;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

/** A day is ample for a Slack app that was away to hear that a pizza has arrived. */
const toldForMs = 86_400_000;

/** Reports every order that has begun, those that have arrived for a day, and which there are: what was deleted is none of them. */
export async function reportProgress({ orders, tell, clock }: ReportProgressParts): Promise<void> {
  const since = clock() - toldForMs;
  const all = (await orders.list()).map(reportOf).filter((report) => report !== null);
  const reports = all.filter(({ status: { tracker } }) => {
    const hasBegun = Object.keys(tracker).length > 0;
    return hasBegun && (tracker.delivered === undefined || Date.parse(tracker.delivered) > since);
  });
  const present = all.length > mostPresent ? null : all.map(({ approvalId }) => approvalId);
  let first = 0;
  for (; first + mostReportsAtOnce < reports.length; first += mostReportsAtOnce)
    await tell(reports.slice(first, first + mostReportsAtOnce), null);
  await tell(reports.slice(first), present);
}

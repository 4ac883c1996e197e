import type { Orders } from '../kubernetes/orders.js';
import { mostReportsAtOnce, type OrderReport, reportOf } from '../order-report.js';

export interface ReportProgressParts {
  readonly orders: Pick<Orders, 'list'>;
  /** Hands reports on; what it throws is reported again by the next run. */
  readonly tell: (reports: readonly OrderReport[]) => Promise<void>;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

/** A day is ample for a Slack app that was away to hear that a pizza has arrived. */
const toldForMs = 86_400_000;

/** Reports every order that has begun, and those that have arrived for a day. */
export async function reportProgress({ orders, tell, clock }: ReportProgressParts): Promise<void> {
  const since = clock() - toldForMs;
  const reports = (await orders.list())
    .map(reportOf)
    .filter((report) => report !== null)
    .filter(({ status: { tracker } }) => {
      const hasBegun = Object.keys(tracker).length > 0;
      return hasBegun && (tracker.delivered === undefined || Date.parse(tracker.delivered) > since);
    });
  for (let first = 0; first < reports.length; first += mostReportsAtOnce)
    await tell(reports.slice(first, first + mostReportsAtOnce));
}

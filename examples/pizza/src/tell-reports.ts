import { type Approvals, isSlackApprovalError } from '@k8s-pizza/slack-approval';
import type { OrderReport } from './order-report.js';
import { tellProgress } from './tell-progress.js';

interface TellReportsParts {
  readonly approvals: Approvals;
  readonly noteMissing: (present: readonly string[]) => Promise<void>;
  readonly log: (line: string) => void;
}

/**
 * Tells reports, and which orders there are. A record that cannot be told is logged and does not keep the others from it: it would do so every
 * minute. A store that is away is not asked for every one of them.
 */
export async function tellReports(
  { approvals, noteMissing, log }: TellReportsParts,
  reports: readonly OrderReport[],
  present: readonly string[] | null,
): Promise<void> {
  for (const report of reports) {
    await tellProgress(approvals, report).catch((error: unknown) => {
      if (!isSlackApprovalError(error) || error.code.startsWith('store_')) throw error;
      log(`progress: that of ${report.approvalId} cannot be told: ${error.message}`);
    });
  }
  if (present !== null) await noteMissing(present);
}

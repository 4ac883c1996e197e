import type { Approvals, ProgressReport } from '@k8s-pizza/slack-approval';
import type { OrderReport } from './order-report.js';
import { pizzaOrder } from './pizza-order.js';
import { stepsOf } from './progress-steps.js';

/** Reports what the approval does not know yet. An order that does not name this revision of an approval here is somebody else's. */
export async function tellProgress(
  approvals: Approvals,
  { approvalId, digest, status }: OrderReport,
  presence: 'there' | 'gone' = 'there',
): Promise<void> {
  const approval = await approvals.get(approvalId);
  if (approval === null || approval.digest !== digest) return;
  const payload = pizzaOrder.safeParse(approval.payload);
  for (const report of stepsOf(status, payload.success ? payload.data.maxPrice : null)) {
    const known = approval.progress.find(({ step }) => step === report.step);
    if (known === undefined || isNews(report, known)) await approvals.report(approval.id, report);
  }
  if (presence === 'gone') await tellDeleted(approvals, approval.id);
}

/** Another process may have seen more already: what it reported as failed or in more detail is not taken back. */
function isNews(report: ProgressReport, known: { readonly state: string; readonly detail: string | null }): boolean {
  if (known.state === 'failed') return report.state === 'done';
  return known.state !== report.state || (report.detail !== undefined && report.detail !== known.detail);
}

/** Its order is not there any more: the first step that is not done has failed. */
export async function tellDeleted(approvals: Approvals, approvalId: string): Promise<void> {
  const unfinished = (await approvals.get(approvalId))?.progress.find(({ state }) => state !== 'done');
  if (unfinished === undefined) return;
  await approvals.report(approvalId, { step: unfinished.step, state: 'failed', detail: 'its PizzaOrder was deleted' });
}

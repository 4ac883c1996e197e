import type { Approvals } from '@k8s-pizza/slack-approval';
import type { OrderReport } from './order-report.js';
import { stepsOf } from './progress-steps.js';

/** Reports what the approval does not know yet. An order that does not name this revision of an approval here is somebody else's. */
export async function tellProgress(
  approvals: Approvals,
  { approvalId, digest, status }: OrderReport,
  presence: 'there' | 'gone' = 'there',
): Promise<void> {
  const approval = await approvals.get(approvalId);
  if (approval === null || approval.digest !== digest) return;
  for (const report of stepsOf(status)) {
    const known = approval.progress.find(({ step }) => step === report.step);
    if (known?.state !== report.state || known.detail !== (report.detail ?? null))
      await approvals.report(approval.id, report);
  }
  if (presence === 'there') return;
  const unfinished = (await approvals.get(approval.id))?.progress.find(({ state }) => state !== 'done');
  if (unfinished === undefined) return;
  await approvals.report(approval.id, { step: unfinished.step, state: 'failed', detail: 'its PizzaOrder was deleted' });
}

import type { Copy } from '../domain/model/approval.js';
import type { ApprovalEvent } from '../domain/model/events.js';
import type { Logger } from '../ports/logger.js';
import type { ApprovalRecord } from '../record/record.js';
import { explainProblem } from '../slack/client/slack-errors.js';

/** Logs one line when Slack begins to refuse the cards of an approval. The gate logs what concerns the whole app, once an hour. */
export function logRefusedCards(logger: Logger, { approval }: ApprovalRecord, events: readonly ApprovalEvent[]): void {
  for (const event of events) {
    if (event.type !== 'copy_waits' && event.type !== 'copy_given_up') continue;
    const { problem, channelId, at, copyId } = event;
    if (problem.isAppWide) continue;
    const isFirst = problem.since === at && !approval.work.copies.some((copy) => waitedBefore(copy, at, copyId));
    if (event.type === 'copy_waits' && !isFirst) continue;
    const what = event.type === 'copy_waits' ? 'a card waits' : 'a card is given up';
    logger.error(`slack-approval: ${what}: Slack does not show it`, {
      approvalId: approval.id,
      channelId,
      reason: problem.code,
      remedy: explainProblem(problem.code),
    });
  }
}

/** Whether another copy has had its line. Copies that begin to wait together share the line of the first. */
function waitedBefore(copy: Copy, at: number, copyId: number): boolean {
  if (copy.problem === null || copy.problem.isAppWide || copy.copyId === copyId) return false;
  return copy.problem.since < at || copy.copyId < copyId;
}

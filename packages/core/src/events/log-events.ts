import type { Copy } from '../domain/model/approval.js';
import type { ApprovalEvent } from '../domain/model/events.js';
import type { Logger } from '../ports/logger.js';
import type { ApprovalRecord } from '../record/record.js';
import { explainProblem } from '../slack/client/slack-errors.js';

/** Logs one line when Slack starts to refuse an approval's cards. For problems of the whole app, the Slack gate logs instead. */
export function logRefusedCards(logger: Logger, { approval }: ApprovalRecord, events: readonly ApprovalEvent[]): void {
  for (const event of events) {
    if (event.type !== 'copy_waits' && event.type !== 'copy_given_up') continue;
    const { problem, channelId, at, copyId } = event;
    if (problem.isAppWide) continue;
    const isFirst = problem.since === at && !approval.work.copies.some((copy) => wasLogged(copy, at, copyId));
    if (event.type === 'copy_waits' && !isFirst) continue;
    const what = event.type === 'copy_waits' ? 'it is retried' : 'it is not retried';
    logger.error(`slack-approval: Slack refuses a card; ${what}`, {
      approvalId: approval.id,
      channelId,
      reason: problem.code,
      remedy: explainProblem(problem.code),
    });
  }
}

/** Tells whether the line of another copy covers this problem. Copies that fail together share one line. */
function wasLogged(copy: Copy, at: number, copyId: number): boolean {
  if (copy.problem === null || copy.problem.isAppWide || copy.copyId === copyId) return false;
  return copy.problem.since < at || copy.copyId < copyId;
}

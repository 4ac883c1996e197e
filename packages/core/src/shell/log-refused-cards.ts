import type { ApprovalEvent } from '../domain/events.js';
import type { ApprovalRecord } from '../record/record.js';
import { explainProblem } from '../slack/slack-errors.js';
import type { Logger } from './shell.js';

/** One line for an approval whose card Slack refuses. What concerns the whole app is logged once an hour by the gate instead. */
export function logRefusedCards(logger: Logger, { approval }: ApprovalRecord, events: readonly ApprovalEvent[]): void {
  for (const event of events) {
    if (event.type !== 'copy_waits' && event.type !== 'copy_given_up') continue;
    const { problem, channelId, at, copyId } = event;
    const isNews = event.type === 'copy_given_up' || problem.since === at;
    const others = approval.work.copies.filter((copy) => copy.problem !== null && copy.copyId !== copyId);
    if (!isNews || problem.isAppWide || (event.type === 'copy_waits' && others.length > 0)) continue;
    const what = event.type === 'copy_given_up' ? 'a card is given up' : 'a card waits';
    logger.error(`slack-approval: ${what}: Slack does not show it`, {
      approvalId: approval.id,
      channelId,
      reason: problem.code,
      remedy: explainProblem(problem.code),
    });
  }
}

import type { Copy } from '../domain/model/approval.js';
import type { ApprovalEvent } from '../domain/model/events.js';
import type { Log } from '../ports/log.js';
import type { ApprovalRecord } from '../record/record.js';
import { explainProblem } from '../slack/client/slack-errors.js';
import { attentionView } from '../views/attention-view.js';

/** Logs one line when an approval begins to need someone's attention. */
export function logEvents(log: Log, { approval }: ApprovalRecord, events: readonly ApprovalEvent[]): void {
  const approvalId = approval.id;
  for (const event of events) {
    switch (event.type) {
      case 'copy_waits':
      case 'copy_given_up':
        logRefusedCard(log, approval, event);
        break;
      case 'delivery_dead':
        log.error('delivery_dead', 'a decision is given up: it reaches its receiver only after redeliver', {
          approvalId,
          attempt: event.attempt,
          reason: event.reason,
        });
        break;
      case 'never_shown':
        if (approval.status === 'expired')
          log.error('never_shown', 'an approval expired before its card was posted', {
            approvalId,
            remedy: attentionView(approval)?.explanation ?? null,
          });
        break;
      case 'set_aside':
        log.error('stuck', 'ten processes ended during the work on an approval; no process works on it any more', {
          approvalId,
        });
        break;
      default:
    }
  }
}

type RefusedCard = Extract<ApprovalEvent, { readonly type: 'copy_waits' | 'copy_given_up' }>;

/** For problems of the whole app, the Slack gate logs instead. */
function logRefusedCard(log: Log, { id, work }: ApprovalRecord['approval'], event: RefusedCard): void {
  const { problem, channelId, at, copyId } = event;
  if (problem.isAppWide) return;
  const fields = { approvalId: id, channelId, reason: problem.code, remedy: explainProblem(problem.code) };
  if (event.type === 'copy_given_up') {
    log.error('card_failed', 'Slack refuses a card; it is not retried', fields);
    return;
  }
  const isFirst = problem.since === at && !work.copies.some((copy) => wasLogged(copy, at, copyId));
  if (isFirst) log.error('card_waiting', 'Slack refuses a card; it is retried', fields);
}

/** Tells whether the line of another copy covers this problem. Copies that fail together share one line. */
function wasLogged(copy: Copy, at: number, copyId: number): boolean {
  if (copy.problem === null || copy.problem.isAppWide || copy.copyId === copyId) return false;
  return copy.problem.since < at || copy.copyId < copyId;
}

import type { ApprovalEvent } from '../domain/model/events.js';
import { plainText } from '../domain/model/live-text.js';
import { explainRefusal } from '../messages/explain-refusal.js';
import { wordsOf } from '../messages/words-of.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Runtime } from '../runtime/runtime.js';
import { toApproval } from '../views/to-approval.js';
import type { ApprovalEvents } from './approval-events.js';
import { logEvents } from './log-events.js';

type Announcement = {
  readonly [Name in keyof ApprovalEvents]: readonly [name: Name, event: ApprovalEvents[Name]];
}[keyof ApprovalEvents];

/** Emits the events of a stored change, and logs those that need someone's attention. */
export function announce(
  { emitter, log, messages }: Pick<Runtime, 'emitter' | 'log' | 'messages'>,
  record: ApprovalRecord,
  events: readonly ApprovalEvent[],
): void {
  logEvents(log, record, events);
  for (const event of events) {
    const announcement = announcementOf(record, event, messages);
    if (announcement !== null) emitter.emit(announcement[0], announcement[1]);
  }
}

function announcementOf(
  record: ApprovalRecord,
  event: ApprovalEvent,
  messages: Runtime['messages'],
): Announcement | null {
  const approval = toApproval(record);
  switch (event.type) {
    case 'asked':
    case 'withdrawn':
    case 'delivered':
      return [event.type, { approval }];
    case 'never_shown':
      return ['neverShown', { approval }];
    case 'decided':
      return [event.outcome, { approval }];
    case 'voted':
      return ['voted', { approval, by: event.vote.by, answer: event.vote.answer }];
    case 'notice_owed':
      return lateRefusal(approval.id, event, messages);
    case 'delivery_dead':
      return ['deliveryDead', { approval, reason: event.reason }];
    case 'progressed':
      return ['progressed', { approval, step: event.step, state: event.state }];
    case 'copy_waits':
      // later attempts at the same cause are no news
      return event.problem.since === event.at
        ? ['cardFailed', { approval, channelId: event.channelId, reason: event.problem.code }]
        : null;
    case 'copy_given_up':
      return ['cardFailed', { approval, channelId: event.channelId, reason: event.problem.code }];
    case 'copy_healed':
      return ['cardHealed', { approval, channelId: event.channelId }];
    case 'set_aside':
      return ['stuck', { approval }];
    default:
      return null;
  }
}

/** A vote that was taken to be checked was refused only now: the notice that is owed for it says why. */
function lateRefusal(
  approvalId: string,
  { to, topic }: Extract<ApprovalEvent, { type: 'notice_owed' }>,
  messages: Runtime['messages'],
): Announcement | null {
  if (to.type !== 'person' || topic.type !== 'vote_refused') return null;
  const explanation = plainText(explainRefusal(wordsOf(messages), topic));
  return ['voteRefused', { approvalId, by: to.person, code: topic.code, explanation }];
}

import type { Approval, Copy, NoticeTopic, Trouble } from '../../model/approval.js';
import type { ApprovalEvent, EventOf } from '../../model/events.js';
import { troubleAt } from '../../time/schedule.js';

/** How long a message to the trouble channel is retried. */
const troubleLastsMs = 24 * 3_600_000;

/** Owes a message to the trouble channel, if the approval has one. */
export function tellTrouble(
  { troubleChannel }: Approval,
  topic: Trouble,
  at: number,
): readonly EventOf<'notice_owed'>[] {
  if (troubleChannel === undefined) return [];
  const to = { type: 'channel', channelId: troubleChannel } as const;
  return [{ type: 'notice_owed', at, to, topic, until: at + troubleLastsMs }];
}

/** Owes the message that a card has waited for a quarter of an hour, once for all copies that wait now. */
export function tellWaitingCard(approval: Approval, now: number): readonly ApprovalEvent[] {
  const at = troubleAt(approval);
  if (at === null || at > now) return [];
  const told = approval.work.copies.flatMap(({ copyId, problem }): readonly ApprovalEvent[] =>
    problem === null
      ? []
      : [{ type: 'copy_changed', at: now, copyId, change: { problem: { ...problem, isTold: true } } }],
  );
  return [...told, ...tellTrouble(approval, { type: 'card_waiting' }, now)];
}

export function isTrouble(topic: NoticeTopic): topic is Trouble {
  const { type } = topic;
  return type === 'delivery_dead' || type === 'step_failed' || type === 'card_waiting' || type === 'stuck';
}

/** Tells whether what was wrong no longer is. */
export function isTroubleOver(topic: Trouble, approval: Approval): boolean {
  switch (topic.type) {
    case 'delivery_dead':
      return approval.status === 'pending' || approval.delivery.state !== 'dead';
    case 'step_failed':
      return (
        approval.status === 'pending' ||
        !approval.progress.some((one) => one.step === topic.step && one.state === 'failed')
      );
    case 'card_waiting':
      return !approval.work.copies.some(isWaiting);
    default:
      topic.type satisfies 'stuck';
      return !approval.work.setAside;
  }
}

function isWaiting({ problem, state }: Copy): boolean {
  return problem !== null && state === 'live';
}

import type { Approval } from '../../model/approval.js';
import type { CommandOf } from '../../model/commands.js';
import { findCopy, isFailing } from '../../model/copies.js';
import type { ApprovalEvent } from '../../model/events.js';

type TakeTurn = CommandOf<'take_turn'>;

/** Makes a post due whose turn has come. No events if it is not owed any more, or waits for something else. */
export function decideTurn({ now: at, work }: TakeTurn, approval: Approval): readonly ApprovalEvent[] {
  if (approval.work.setAside) return [];
  return work.type === 'post' ? takeCardTurn(approval, work.copyId, at) : takeNoticeTurn(approval, work.noticeId, at);
}

function takeCardTurn({ work }: Approval, copyId: number, at: number): readonly ApprovalEvent[] {
  const copy = findCopy(work.copies, copyId);
  if (copy === null || copy.state === 'gone' || copy.ts !== null) return [];
  if (copy.nextAt > at && isFailing(copy)) return [];
  return [{ type: 'copy_changed', at, copyId, change: { nextAt: at } }];
}

function takeNoticeTurn({ work }: Approval, noticeId: number, at: number): readonly ApprovalEvent[] {
  const notice = work.notices.find((one) => one.noticeId === noticeId);
  if (notice === undefined || (notice.nextAt > at && notice.attemptCount > 0)) return [];
  const { to, attemptCount } = notice;
  const channelId = to.type === 'person' ? to.channelId : null;
  return [{ type: 'notice_deferred', at, noticeId, nextAt: at, channelId, attemptCount }];
}

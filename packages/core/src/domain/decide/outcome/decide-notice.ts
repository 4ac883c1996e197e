import type { Approval, Notice } from '../../model/approval.js';
import type { CommandOf } from '../../model/commands.js';
import type { ApprovalEvent } from '../../model/events.js';
import { conditionDelayMs, slackDelayMs } from '../../time/backoff.js';

type RecordNotice = CommandOf<'record_notice'>;

/** Records an attempt at a notice: sent, to be sent another way, to be retried, or given up at its deadline. */
export function decideNotice(command: RecordNotice, approval: Approval): readonly ApprovalEvent[] {
  const notice = approval.work.notices.find((one) => one.noticeId === command.noticeId);
  if (notice === undefined) return [];
  const { result, now: at } = command;
  const { noticeId } = notice;
  const ended: ApprovalEvent = { type: 'notice_ended', at, noticeId };
  const defer = (nextAt: number, channelId: string | null, attemptCount: number): readonly ApprovalEvent[] => [
    { type: 'notice_deferred', at, noticeId, nextAt, channelId, attemptCount },
  ];
  const channelId = channelOf(notice);
  if (result.type === 'busy') return defer(result.until, channelId, notice.attemptCount);
  const attempts = notice.attemptCount + 1;
  if (result.type === 'ok') return [ended];
  // the app's token can be fixed before the notice's deadline
  const isWaiting = result.type === 'waiting' && result.isAppWide;
  // Slack refuses it in the channel, so the next attempt is a direct message
  const isTrouble = notice.to.type === 'channel';
  if (!isWaiting && isRefused(result) && !isTrouble) return channelId === null ? [ended] : defer(at, null, attempts);
  // a reminder that may have been posted must not be posted twice
  if (result.type === 'unknown' && notice.to.type === 'thread') return [ended];
  const afterMs = result.type === 'retry' ? (result.afterMs ?? 0) : 0;
  // the app may be invited to the trouble channel
  const delayMs = isTrouble && isRefused(result) ? conditionDelayMs(attempts) : slackDelayMs(attempts);
  const nextAt = at + Math.max(delayMs, afterMs);
  return nextAt > notice.until ? [ended] : defer(nextAt, channelId, attempts);
}

function isRefused({ type }: RecordNotice['result']): boolean {
  return type === 'waiting' || type === 'gone' || type === 'unfit';
}

function channelOf(notice: Notice): string | null {
  return notice.to.type === 'person' ? notice.to.channelId : null;
}

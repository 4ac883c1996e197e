import type { Approval, Notice } from '../domain/model/approval.js';
import { isCopy } from '../domain/model/copies.js';
import { pacesOf } from '../pace/pace-of.js';
import type { SlackOutcome } from '../ports/slack-transport.js';
import { drawNotice } from '../slack/card/notice.js';
import { cardOf } from '../views/card-of.js';
import { type AttemptContext, type AttemptOutcome, nothingToStore } from './attempt-context.js';

/** Tells one person something privately (in the card's channel, else directly), or reminds a card's thread. */
export async function attemptNotice(context: AttemptContext, noticeId: number): Promise<AttemptOutcome> {
  const { record, runtime } = context;
  const notice = record.approval.work.notices.find((one) => one.noticeId === noticeId);
  if (notice === undefined) return nothingToStore;
  if (isPointless(notice, record.approval)) {
    return (now) => [{ type: 'record_notice', now, noticeId, result: { type: 'ok' } }];
  }
  const busyUntil = channelBusyUntil(context, notice);
  const result =
    busyUntil === null
      ? await say(context, notice, drawNotice(cardOf(runtime, record), notice.topic))
      : ({ type: 'busy', until: busyUntil } as const);
  return (now) => [{ type: 'record_notice', now, noticeId, result }];
}

/** A reminder after the decision reminds of nothing, and a thread ends with its card: the new one reminds. */
function isPointless({ to, topic }: Notice, { status, work }: Approval): boolean {
  if (topic.type === 'reminder' && status !== 'pending') return true;
  return to.type === 'thread' && !isCopy(work.copies, to.channelId, to.ts);
}

/** A reminder is a post like a card: one a second in a channel. Private messages have limits of their own. */
function channelBusyUntil({ runtime, slack, record }: AttemptContext, { to, noticeId }: Notice): number | null {
  if (to.type !== 'thread') return null;
  const now = runtime.clock();
  const post = { channelId: to.channelId, approvalId: record.approval.id, work: { type: 'notice', noticeId } } as const;
  const freeAt = pacesOf(slack).channels.take(post, now);
  return freeAt > now ? freeAt : null;
}

async function say(
  { slack }: AttemptContext,
  { to }: Notice,
  message: ReturnType<typeof drawNotice>,
): Promise<SlackOutcome<unknown>> {
  if (to.type === 'thread') return await slack.transport.post({ ...message, channelId: to.channelId, threadTs: to.ts });
  const { userId } = to.person;
  if (to.channelId === null) return await slack.transport.directMessage({ ...message, userId });
  return await slack.transport.ephemeral({ ...message, channelId: to.channelId, userId });
}

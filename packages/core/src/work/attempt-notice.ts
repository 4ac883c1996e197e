import { isTrouble, isTroubleOver } from '../domain/decide/outcome/tell-trouble.js';
import type { Approval, Notice } from '../domain/model/approval.js';
import { isCopy, threadAround } from '../domain/model/copies.js';
import { type Mentions, mentionsOfReminder, mentionsOfStage, noMentions } from '../domain/policy/mentions.js';
import { pacesOf } from '../pace/paces.js';
import type { SlackOutcome } from '../ports/slack-transport.js';
import { connectionOf } from '../runtime/slack-connection.js';
import type { DrawnMessage } from '../slack/card/card.js';
import { withMentions } from '../slack/card/mention-line.js';
import { drawNotice } from '../slack/notices/notice.js';
import { cardOf } from '../views/card-of.js';
import { type Attempt, type AttemptOutcome, nothingToStore } from './attempt.js';
import { attemptTrouble } from './attempt-trouble.js';

/** Sends a private message to one person, in the card's channel or directly, or posts a reminder in the card's thread. */
export async function attemptNotice(attempt: Attempt, noticeId: number): Promise<AttemptOutcome> {
  const { record } = attempt;
  const notice = record.approval.work.notices.find((one) => one.noticeId === noticeId);
  if (notice === undefined) return nothingToStore;
  if (isObsolete(notice, record.approval)) {
    return (now) => [{ type: 'record_notice', now, noticeId, result: { type: 'ok' } }];
  }
  const { to, topic } = notice;
  if (to.type === 'channel' && isTrouble(topic)) {
    const result = await attemptTrouble(attempt, { noticeId, channelId: to.channelId });
    return (now) => [{ type: 'record_notice', now, noticeId, result }];
  }
  const busyUntil = channelBusyUntil(attempt, notice);
  const result =
    busyUntil === null
      ? await send(attempt, notice, draw(attempt, notice))
      : ({ type: 'busy', until: busyUntil } as const);
  return (now) => [{ type: 'record_notice', now, noticeId, result }];
}

interface Drawn {
  readonly message: DrawnMessage;
  /** Shown in the channel too, where people look. In a storm, most reminders stay in their threads. */
  readonly isBroadcast: boolean;
}

function draw(attempt: Attempt, { noticeId, to, topic }: Notice): Drawn {
  const { record, app, slack } = attempt;
  const message = drawNotice(cardOf(app, record), topic);
  if (to.type !== 'thread') return { message, isBroadcast: false };
  const mentions = mentionsOfTopic(topic, record.approval);
  const name = `${record.approval.id} ${noticeId}`;
  const isLoud =
    // the people of a stage are mentioned for the first time
    topic.type !== 'reminder' ||
    pacesOf(slack).reminders.takeLoud(to.channelId, JSON.stringify(mentions), name, app.clock());
  return { message: isLoud ? withMentions(message, mentions) : message, isBroadcast: isLoud };
}

function mentionsOfTopic(topic: Notice['topic'], approval: Approval): Mentions {
  if (!('mentions' in topic)) return noMentions;
  return topic.type === 'reminder' ? mentionsOfReminder(approval) : mentionsOfStage(approval);
}

/** A reminder is obsolete after the decision, and once its card was replaced by a new one; a trouble once it is over. */
function isObsolete({ to, topic }: Notice, approval: Approval): boolean {
  if (isTrouble(topic)) return isTroubleOver(topic, approval);
  const { status, work } = approval;
  if (to.type !== 'thread') return false;
  return status !== 'pending' || !isCopy(work.copies, to.channelId, to.ts);
}

/** A reminder is a post, so it needs a second of the channel. Private messages have other limits. */
function channelBusyUntil({ app, slack, record }: Attempt, { to, noticeId }: Notice): number | null {
  if (to.type !== 'thread') return null;
  const now = app.clock();
  const post = { channelId: to.channelId, approvalId: record.approval.id, work: { type: 'notice', noticeId } } as const;
  const freeAt = pacesOf(slack).channels.take(post, now);
  return freeAt > now ? freeAt : null;
}

async function send({ slack, record }: Attempt, { to }: Notice, drawn: Drawn): Promise<SlackOutcome<unknown>> {
  const { message, isBroadcast } = drawn;
  if (to.type === 'thread') {
    const threadTs = threadAround(record.approval.work.copies, to.channelId, to.ts);
    return await connectionOf(slack).transport.post({ ...message, channelId: to.channelId, threadTs, isBroadcast });
  }
  if (to.type === 'channel') return await connectionOf(slack).transport.post({ ...message, channelId: to.channelId });
  const { userId } = to.person;
  if (to.channelId === null) return await connectionOf(slack).transport.directMessage({ ...message, userId });
  return await connectionOf(slack).transport.ephemeral({ ...message, channelId: to.channelId, userId });
}

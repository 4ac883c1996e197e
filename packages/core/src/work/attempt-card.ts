import type { Approval, Copy } from '../domain/model/approval.js';
import type { AttemptResult, Drawn } from '../domain/model/commands.js';
import { findCopy, isFailing } from '../domain/model/copies.js';
import { channelOf, isSamePlace, placeOf, threadOf } from '../domain/model/place.js';
import { mentionsOfPost, noMentions } from '../domain/policy/mentions.js';
import { isFirstDeliveryOwed } from '../domain/time/owed.js';
import { pacesOf } from '../pace/paces.js';
import { learnInstallation } from '../people/learn-installation.js';
import type { CardMessage, SlackOutcome } from '../ports/slack-transport.js';
import { connectionOf } from '../runtime/slack-connection.js';
import { type DrawnMessage, drawCard } from '../slack/card/card.js';
import type { CardView } from '../slack/card/card-view.js';
import { withMentions } from '../slack/card/mention-line.js';
import { cardOf } from '../views/card-of.js';
import { type Attempt, type AttemptOutcome, nothingToStore } from './attempt.js';

/** Posts a copy of the card, or records when its channel is free. */
export async function attemptPost(attempt: Attempt, copyId: number): Promise<AttemptOutcome> {
  const { record, slack, app } = attempt;
  const copy = findCopy(record.approval.work.copies, copyId);
  if (copy === null) return nothingToStore;

  const post = { channelId: copy.channelId, approvalId: record.approval.id, work: { type: 'post', copyId } } as const;
  const { channels } = pacesOf(slack);
  const learned = await learnInstallation(attempt);
  if (learned.failure !== null) {
    channels.giveBack(post);
    const result = toNotSent(learned.failure);
    return (now) => [{ type: 'record_post', now, copyId, drawn: drawnOf(attempt, copy), result }];
  }
  // store the installation before the card is posted, so that every click is checked against it, even after a crash
  if (record.approval.work.installation === null) return learned.commands;
  const now = app.clock();
  const freeAt = channels.take(post, now, copy.isPostponed === true && !isFailing(copy));
  if (freeAt > now) {
    return (now) => [
      { type: 'record_post', now, copyId, drawn: drawnOf(attempt, copy), result: { type: 'busy', until: freeAt } },
    ];
  }
  const threadTs = threadOf(copy.place);
  // the summary card of a channel mentions for all cards that wait there
  const mentions = channels.hasSummary(copy.channelId) ? noMentions : mentionsOfPost(record.approval, copy);
  const outcome = await connectionOf(slack).transport.post({
    channelId: copy.channelId,
    ...(threadTs === null ? {} : { threadTs }),
    ...withMentions(drawCopy(attempt, copy), mentions),
    // Slack may refuse metadata, so the shortest card has none
    ...(copy.size === 'shortest' ? {} : { metadata: metadataOf(attempt) }),
  });
  if (outcome.type === 'retry' && outcome.afterMs !== null) channels.hold(copy.channelId, app.clock(), outcome.afterMs);
  const result = outcome.type === 'ok' ? { type: 'ok' as const, ...outcome.value } : outcome;
  return (now) => [{ type: 'record_post', now, copyId, drawn: drawnOf(attempt, copy), result }];
}

/** Updates a posted copy of the card to the current record. */
export async function attemptSync(attempt: Attempt, copyId: number): Promise<AttemptOutcome> {
  const { record, slack } = attempt;
  const copy = findCopy(record.approval.work.copies, copyId);
  if (copy === null || copy.ts === null) return nothingToStore;
  const { channelId, ts } = copy;
  const drawn = drawnOf(attempt, copy);
  const now = attempt.app.clock();
  const { updates } = pacesOf(slack);
  const freeAt = updates.take(`${channelId}:${ts}`, drawn.decided && !copy.decisionShown, now);
  if (freeAt > now)
    return (at) => [{ type: 'record_sync', now: at, copyId, drawn, result: { type: 'busy', until: freeAt } }];
  const outcome = await connectionOf(slack).transport.update({ channelId, ts, ...drawCopy(attempt, copy) });
  if (outcome.type === 'retry' && outcome.afterMs !== null) updates.hold(attempt.app.clock(), outcome.afterMs);
  return (at) => [{ type: 'record_sync', now: at, copyId, drawn, result: outcome }];
}

/** Nothing was posted, so an unknown outcome of `auth.test` can simply be retried. */
function toNotSent(failure: Exclude<SlackOutcome<never>, { type: 'ok' }>): AttemptResult<never> {
  return failure.type === 'unknown' ? { type: 'retry', afterMs: null, reason: failure.reason } : failure;
}

function drawCopy({ record, app }: Attempt, copy: Copy): DrawnMessage {
  const view = cardOf(app, record);
  return drawCard({ ...view, refusedBy: refusedBy(record.approval, copy), isNewMessage: copy.ts === null }, copy.size);
}

/** In the fallback channel, the card names the channels that refuse it. */
function refusedBy({ policy, work }: Approval, copy: Copy): CardView['refusedBy'] {
  const { fallbackChannel } = policy;
  if (fallbackChannel === null || !isSamePlace(copy.place, placeOf(fallbackChannel))) return [];
  return work.copies.flatMap(({ place, problem, copyId }) =>
    problem === null || copyId === copy.copyId ? [] : [{ channelId: channelOf(place), code: problem.code }],
  );
}

function metadataOf({ record, app }: Attempt): NonNullable<CardMessage['metadata']> {
  return {
    event_type: 'slack_approval',
    event_payload: { approval_id: record.approval.id, namespace: app.namespace },
  };
}

function drawnOf({ record }: Attempt, copy: Copy): Drawn {
  const { approval } = record;
  return { wanted: copy.wanted, decided: approval.status !== 'pending', attempted: !isFirstDeliveryOwed(approval) };
}

import type { Approval, Copy } from '../domain/model/approval.js';
import type { AttemptResult, Drawn } from '../domain/model/commands.js';
import { channelOf, findCopy, isFailing } from '../domain/model/copies.js';
import { pacesOf } from '../pace/pace-of.js';
import { learnInstallation } from '../people/installation-of.js';
import type { CardMessage, SlackOutcome } from '../ports/slack-transport.js';
import { type DrawnMessage, drawCard } from '../slack/card/card.js';
import type { CardView } from '../slack/card/card-view.js';
import { cardOf } from '../views/card-of.js';
import { type AttemptContext, type AttemptOutcome, nothingToStore } from './attempt-context.js';

/** Posts a copy of the card, in its channel's next free second. */
export async function attemptPost(context: AttemptContext, copyId: number): Promise<AttemptOutcome> {
  const { record, slack, runtime } = context;
  const copy = findCopy(record.approval.work.copies, copyId);
  if (copy === null) return nothingToStore;

  const post = { channelId: copy.channelId, approvalId: record.approval.id, work: { type: 'post', copyId } } as const;
  const { channels } = pacesOf(slack);
  const learned = await learnInstallation(context);
  if (learned.failure !== null) {
    channels.giveBack(post);
    const result = notSent(learned.failure);
    return (now) => [{ type: 'record_post', now, copyId, drawn: drawnOf(context, copy), result }];
  }
  // stored before the card is posted, so that every click is compared with it, also after a crash
  if (record.approval.work.installation === null) return learned.commands;
  const now = runtime.clock();
  const freeAt = channels.take(post, now, copy.isPostponed === true && !isFailing(copy));
  if (freeAt > now) {
    return (now) => [
      { type: 'record_post', now, copyId, drawn: drawnOf(context, copy), result: { type: 'busy', until: freeAt } },
    ];
  }
  const outcome = await slack.transport.post({
    channelId: copy.channelId,
    ...drawCopy(context, copy),
    // the shortest card carries nothing that Slack might not take
    ...(copy.size === 'shortest' ? {} : { metadata: metadataOf(context) }),
  });
  if (outcome.type === 'retry' && outcome.afterMs !== null)
    channels.hold(copy.channelId, runtime.clock(), outcome.afterMs);
  const result = outcome.type === 'ok' ? { type: 'ok' as const, ...outcome.value } : outcome;
  return (now) => [{ type: 'record_post', now, copyId, drawn: drawnOf(context, copy), result }];
}

/** Makes a posted copy show what the record says now. */
export async function attemptSync(context: AttemptContext, copyId: number): Promise<AttemptOutcome> {
  const { record, slack } = context;
  const copy = findCopy(record.approval.work.copies, copyId);
  if (copy === null || copy.ts === null) return nothingToStore;
  const { channelId, ts } = copy;
  const drawn = drawnOf(context, copy);
  const now = context.runtime.clock();
  const { updates } = pacesOf(slack);
  const freeAt = updates.take(`${channelId}:${ts}`, drawn.decided && !copy.decisionShown, now);
  if (freeAt > now)
    return (at) => [{ type: 'record_sync', now: at, copyId, drawn, result: { type: 'busy', until: freeAt } }];
  const outcome = await slack.transport.update({ channelId, ts, ...drawCopy(context, copy) });
  if (outcome.type === 'retry' && outcome.afterMs !== null) updates.hold(context.runtime.clock(), outcome.afterMs);
  return (at) => [{ type: 'record_sync', now: at, copyId, drawn, result: outcome }];
}

/** Without the installation nothing is posted, so nothing can have happened. */
function notSent(failure: Exclude<SlackOutcome<never>, { type: 'ok' }>): AttemptResult<never> {
  return failure.type === 'unknown' ? { type: 'retry', afterMs: null, reason: failure.reason } : failure;
}

function drawCopy({ record, runtime }: AttemptContext, copy: Copy): DrawnMessage {
  const view = cardOf(runtime, record);
  return drawCard({ ...view, refusedBy: refusedBy(record.approval, copy) }, copy.size);
}

/** In the fallback channel a card says which channels refuse it. */
function refusedBy({ policy, work }: Approval, copy: Copy): CardView['refusedBy'] {
  if (channelOf(copy.place) !== policy.fallbackChannel) return [];
  return work.copies.flatMap(({ place, problem, copyId }) =>
    problem === null || copyId === copy.copyId ? [] : [{ channelId: channelOf(place), code: problem.code }],
  );
}

function metadataOf({ record, runtime }: AttemptContext): NonNullable<CardMessage['metadata']> {
  return {
    event_type: 'slack_approval',
    event_payload: { approval_id: record.approval.id, namespace: runtime.namespace },
  };
}

function drawnOf({ record }: AttemptContext, copy: Copy): Drawn {
  return { wanted: copy.wanted, decided: record.approval.status !== 'pending' };
}

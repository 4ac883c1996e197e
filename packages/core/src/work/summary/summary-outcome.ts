import { conditionDelayMs, slackDelayMs } from '../../domain/time/backoff.js';
import type { SummaryCopy } from '../../pace/channel-row.js';
import type { SlackOutcome } from '../../ports/slack-transport.js';

/** What to store after an attempt. `summary` null: the summary card is no longer needed. */
export interface Settled {
  readonly summary: SummaryCopy | null;
  readonly dueAt: number | null;
}

type Failure = Exclude<SlackOutcome<never>, { type: 'ok' }>;

export const summaryOver: Settled = { summary: null, dueAt: null };

/** The summary card is changed at most this often. */
export const updateEveryMs = 30_000;
/** A post whose response was lost may have arrived, so the next post waits this long. */
const unknownRetryMs = 60_000;
/** If two posts may have arrived, the channel gets no third one. */
const maxUnknownPosts = 2;
/** When to check again whether cards still wait, after giving up. */
const givenUpRetryMs = 5 * 60_000;
/** The maximum number of attempts at the last update. */
const maxLastAttempts = 10;

/** Tells whether the card may be posted, as few enough earlier posts may have arrived. */
export function mayPost({ unknownPosts }: SummaryCopy): boolean {
  return unknownPosts < maxUnknownPosts;
}

/** Posts nothing any more, and keeps the row due to notice when no card waits. */
export function afterGivingUp(summary: SummaryCopy, now: number): Settled {
  return { summary, dueAt: now + givenUpRetryMs };
}

/**
 * Decides what to store after a post.
 *
 * @param summary - as stored before the post, with the post counted in `unknownPosts`
 */
export function afterPost(
  summary: SummaryCopy,
  outcome: SlackOutcome<{ readonly channelId: string; readonly ts: string }>,
  shown: string,
  now: number,
): Settled {
  if (outcome.type === 'ok') {
    const { channelId: postedIn, ts } = outcome.value;
    const posted = { ...withShown(summary, shown), ts, postedIn, unknownPosts: 0, mentioned: true as const };
    return { summary: posted, dueAt: now + updateEveryMs };
  }
  if (outcome.type === 'unknown') return { summary, dueAt: now + unknownRetryMs };
  return afterFailure({ ...summary, unknownPosts: summary.unknownPosts - 1 }, outcome, now);
}

/**
 * Decides what to store after an update.
 *
 * @param isMany - whether so many cards wait that a deleted message has to be posted again
 * @param isLast - whether no card waits any more, so that this was the last update
 */
export function afterUpdate(
  summary: SummaryCopy,
  outcome: SlackOutcome<unknown>,
  { shown, isMany, isLast }: { readonly shown: string; readonly isMany: boolean; readonly isLast: boolean },
  now: number,
): Settled {
  if (outcome.type === 'ok')
    return isLast ? summaryOver : { summary: withShown(summary, shown), dueAt: now + updateEveryMs };
  if (outcome.type === 'gone')
    return isMany ? { summary: { ...withShown(summary, null), ts: null, postedIn: null }, dueAt: now } : summaryOver;
  if (isLast && summary.attemptCount + 1 >= maxLastAttempts) return summaryOver;
  if (outcome.type !== 'unknown') return afterFailure(summary, outcome, now);
  // the update may have worked, so the message has to be drawn again in any case
  const attemptCount = summary.attemptCount + 1;
  return { summary: { ...summary, attemptCount, shown: null }, dueAt: now + updateEveryMs };
}

function withShown(summary: SummaryCopy, shown: string | null): SummaryCopy {
  return { ...summary, attemptCount: 0, problem: null, shown };
}

/** A temporary failure is retried soon. Anything else needs a person to fix the cause first. */
function afterFailure(summary: SummaryCopy, outcome: Exclude<Failure, { type: 'unknown' }>, now: number): Settled {
  if (outcome.type === 'retry') {
    const attemptCount = summary.attemptCount + 1;
    const afterMs = Math.max(slackDelayMs(attemptCount), outcome.afterMs ?? 0);
    return { summary: { ...summary, attemptCount }, dueAt: now + afterMs };
  }
  const attemptCount = summary.problem === null ? 1 : summary.attemptCount + 1;
  return {
    summary: { ...summary, attemptCount, problem: outcome.reason },
    dueAt: now + conditionDelayMs(attemptCount),
  };
}

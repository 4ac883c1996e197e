import { conditionDelayMs, slackDelayMs } from '../../domain/time/backoff.js';
import type { SummaryCopy } from '../../pace/channel-row.js';
import type { SlackOutcome } from '../../ports/slack-transport.js';

/** What is stored after an attempt. `summary` null: the summary is over. */
export interface Settled {
  readonly summary: SummaryCopy | null;
  readonly dueAt: number | null;
}

type Failure = Exclude<SlackOutcome<never>, { type: 'ok' }>;

export const over: Settled = { summary: null, dueAt: null };

/** A message is posted or changed at most this often. */
export const updatesEveryMs = 30_000;
/** A post may arrive although no answer told so; for so long nobody posts another one. */
const unknownWaitsMs = 60_000;
/** A channel gets no third message where two may have arrived. The line is looked at until it is empty. */
const maxUnknownPosts = 2;
const givenUpLooksEveryMs = 5 * 60_000;
/** The last words of a summary are tried so often. */
const maxLastTries = 10;

export function mayPost({ unknownPosts }: SummaryCopy): boolean {
  return unknownPosts < maxUnknownPosts;
}

/** Nothing is posted any more; the row stays due, so that the end of the line is seen. */
export function givenUp(summary: SummaryCopy, now: number): Settled {
  return { summary, dueAt: now + givenUpLooksEveryMs };
}

/** @param summary - as it was stored before the post, which it counts among those that may have arrived */
export function afterPost(
  summary: SummaryCopy,
  outcome: SlackOutcome<{ readonly channelId: string; readonly ts: string }>,
  shown: string,
  now: number,
): Settled {
  if (outcome.type === 'ok') {
    const { channelId: postedIn, ts } = outcome.value;
    return { summary: { ...standing(summary, shown), ts, postedIn, unknownPosts: 0 }, dueAt: now + updatesEveryMs };
  }
  if (outcome.type === 'unknown') return { summary, dueAt: now + unknownWaitsMs };
  return failed({ ...summary, unknownPosts: summary.unknownPosts - 1 }, outcome, now);
}

/**
 * @param isMany - whether enough cards wait for a message that was deleted to be posted again
 * @param isLast - whether none waits any more, so that this was the last update
 */
export function afterUpdate(
  summary: SummaryCopy,
  outcome: SlackOutcome<unknown>,
  { shown, isMany, isLast }: { readonly shown: string; readonly isMany: boolean; readonly isLast: boolean },
  now: number,
): Settled {
  if (outcome.type === 'ok') return isLast ? over : { summary: standing(summary, shown), dueAt: now + updatesEveryMs };
  if (outcome.type === 'gone')
    return isMany ? { summary: { ...standing(summary, null), ts: null, postedIn: null }, dueAt: now } : over;
  if (isLast && summary.attemptCount + 1 >= maxLastTries) return over;
  if (outcome.type !== 'unknown') return failed(summary, outcome, now);
  // it may have changed: it is drawn again in any case
  const attemptCount = summary.attemptCount + 1;
  return { summary: { ...summary, attemptCount, shown: null }, dueAt: now + updatesEveryMs };
}

function standing(summary: SummaryCopy, shown: string | null): SummaryCopy {
  return { ...summary, attemptCount: 0, problem: null, shown };
}

/** Passing failures are tried again soon; for everything else a person has to mend something first. */
function failed(summary: SummaryCopy, outcome: Exclude<Failure, { type: 'unknown' }>, now: number): Settled {
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

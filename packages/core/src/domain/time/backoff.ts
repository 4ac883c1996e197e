const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Delays before delivery attempts 1 to 10, 75.6 h in total. Source: retry schedule of the Standard Webhooks specification. */
const deliveryDelaysMs = [
  0,
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
] as const;

/** The maximum number of attempts at a receiver that answers that the request is wrong. */
const shortenedAttempts = 5;

/** Delays before the attempts of a guarded function: someone waits for its result. */
const guardDelaysMs = [0, 5 * second, 15 * second, 30 * second, minute, 2 * minute] as const;

/** The largest share of a delay that jitter takes off. It never adds time, so that the schedule ends before its deadline. */
const jitterShare = 0.1;

/** Milliseconds from the failure of attempt `attempts` to the next attempt; null after the last one. */
export function deliveryDelayMs(
  attempts: number,
  schedule: 'whole' | 'shortened' | 'guard',
  jitter: number,
): number | null {
  const delays = schedule === 'guard' ? guardDelaysMs : deliveryDelaysMs;
  const maxAttempts = schedule === 'shortened' ? shortenedAttempts : delays.length;
  const delay = attempts < maxAttempts ? delays[attempts] : undefined;
  return delay === undefined ? null : Math.round(delay * (1 - jitterShare * jitter));
}

const slackDelaysMs = [second, 5 * second, 30 * second] as const;

/** Milliseconds from the failure of attempt `attempts` (1 is the first) to the next one at a post, an update or a look-up in Slack. */
export function slackDelayMs(attempts: number): number {
  return slackDelaysMs[attempts - 1] ?? 5 * minute;
}

/** Slack work that has failed for this long is treated like work whose cause a person has to fix. */
export const slackCountsAsConditionAfterMs = 24 * hour;

const conditionDelaysMs = [minute, 5 * minute] as const;

/** Milliseconds after attempt `attempts` (1 is the first) at work that waits until a person fixes the cause. */
export function conditionDelayMs(attempts: number): number {
  return conditionDelaysMs[attempts - 1] ?? 15 * minute;
}

/** A decided card that Slack refuses for this long is given up. A pending card is retried until it is decided. */
export const decidedCardWaitsMs = 7 * 24 * hour;

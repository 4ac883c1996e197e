const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Delays before delivery attempts 1 to 10: 75.6 h in all. Source: the Standard Webhooks specification, retry schedule. */
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

/** A receiver that answers "your request is wrong" gets this many attempts, not all of them. */
const shortenedAttempts = 5;

/** The most that jitter takes off a delay. It never adds: the whole schedule has to fit into its time. */
const jitterShare = 0.1;

/** Milliseconds from the failure of attempt `attempts` to the next one, or null when the schedule is exhausted. */
export function deliveryDelayMs(attempts: number, shortened: boolean, jitter: number): number | null {
  const most = shortened ? shortenedAttempts : deliveryDelaysMs.length;
  const delay = attempts < most ? deliveryDelaysMs[attempts] : undefined;
  return delay === undefined ? null : Math.round(delay * (1 - jitterShare * jitter));
}

const slackDelaysMs = [second, 5 * second, 30 * second] as const;

/** Milliseconds after the failure of attempt `attempts` (1 is the first) at posting, syncing or looking something up in Slack. */
export function slackDelayMs(attempts: number): number {
  return slackDelaysMs[attempts - 1] ?? 5 * minute;
}

/** Slack work that has failed for this long waits like work whose cause a person has to mend. */
export const slackCountsAsConditionAfterMs = 24 * hour;

const conditionDelaysMs = [minute, 5 * minute] as const;

/** Milliseconds after attempt `attempts` (1 is the first) at work that waits until a person mends the cause. */
export function conditionDelayMs(attempts: number): number {
  return conditionDelaysMs[attempts - 1] ?? 15 * minute;
}

/** A decided card that Slack refuses for this long is given up; a pending one is tried until it is over. */
export const decidedCardWaitsMs = 7 * 24 * hour;

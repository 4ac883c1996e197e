import { type CheckResult, wrong } from '../doctor/check.js';
import type { Environment } from '../doctor/environment.js';
import type { Ports } from '../doctor/ports.js';

/** Beyond this, two processes may disagree on whether a lease has expired, and do the same work twice. */
export const leaseMarginMs = 45_000;
/** Beyond this, the library and its receivers refuse signed requests as replays. */
export const replayWindowMs = 300_000;

/** The clock that others are compared with: Slack's where it answers, otherwise this machine's. */
export interface ReferenceClock {
  readonly owner: 'Slack' | 'this machine';
  /** How far this machine's clock is ahead of it. */
  readonly aheadMs: number;
}

export async function referenceClock(environment: Environment, { slack }: Ports): Promise<ReferenceClock> {
  const auth = environment.SLACK_BOT_TOKEN === undefined ? null : await slack.call('auth.test');
  const isKnown = auth?.type === 'ok' && auth.aheadMs !== null;
  return isKnown ? { owner: 'Slack', aheadMs: auth.aheadMs } : { owner: 'this machine', aheadMs: 0 };
}

/** Another clock, and from where it matters. */
export interface OtherClock {
  /** Whose clock it is, as in "the database". */
  readonly owner: string;
  /** How far this machine's clock is ahead of it; null if it is unknown. */
  readonly aheadMs: number | null;
  /** What goes wrong, from the largest offset to the smallest. */
  readonly limits: readonly { readonly code: string; readonly overMs: number; readonly effect: string }[];
}

/** The result for a clock that is off; null if it is right, or unknown. */
export function compareClock(other: OtherClock, reference: ReferenceClock): CheckResult | null {
  if (other.aheadMs === null) return null;
  const otherAheadMs = reference.aheadMs - other.aheadMs;
  const limit = other.limits.find(({ overMs }) => Math.abs(otherAheadMs) > overMs);
  if (limit === undefined) return null;
  const seconds = Math.round(Math.abs(otherAheadMs) / 1_000);
  const direction = otherAheadMs > 0 ? 'ahead of' : 'behind';
  const mend =
    reference.owner === 'Slack'
      ? `Synchronize the clock of ${other.owner} with NTP.`
      : `Synchronize both clocks with NTP. Where Slack answers, the doctor compares with its clock, and says which one is off.`;
  return wrong(
    limit.code,
    `The clock of ${other.owner} is ${seconds} s ${direction} that of ${reference.owner}: ${limit.effect}.`,
    mend,
  );
}

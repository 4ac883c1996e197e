import { SlackApprovalError } from '../errors.js';

/** The longest that a timer of Node waits: beyond it, it does not wait at all. */
export const longestTimerMs = 2 ** 31 - 1;

/**
 * Lets a time through that is one. A variable that was not set makes NaN of it, and what waits for NaN never ends.
 *
 * @throws {SlackApprovalError} invalid_argument — it is no number, or not between the bounds
 */
export function checkMs(name: string, ms: number, [least, most]: readonly [number, number]): number {
  if (typeof ms === 'number' && ms >= least && ms <= most) return ms;
  const bounds = most === Number.POSITIVE_INFINITY ? '' : ` from ${least} to ${most}`;
  throw new SlackApprovalError('invalid_argument', `${name} is a number of milliseconds${bounds}.`);
}

/** Any time, in the past and without end too. */
export const anyMs = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;

import { SlackApprovalError } from '../errors.js';

/**
 * Lets a time through that is one, past or without end too. A variable that was not set makes NaN of it, and what waits for NaN never ends.
 *
 * @throws {SlackApprovalError} invalid_argument — it is no number
 */
export function checkMs(name: string, ms: number): number {
  if (typeof ms === 'number' && !Number.isNaN(ms)) return ms;
  throw new SlackApprovalError('invalid_argument', `${name} is a number of milliseconds.`);
}

import { SlackApprovalError } from '../errors.js';

/** Load, decide and put have this long from the arrival of a request; Slack waits 3 s for the answer. */
export const storeAnswersWithinMs = 2_000;

/**
 * The promise's value, if it comes in time. What comes later is lost here, but not stopped.
 *
 * @throws {SlackApprovalError} store_timeout — `ms` of real time have passed
 */
export async function within<Value>(promise: Promise<Value>, ms: number, what: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new SlackApprovalError('store_timeout', `${what} did not answer in time.`)),
      Math.max(0, ms),
    );
  });
  try {
    return await Promise.race([promise, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}

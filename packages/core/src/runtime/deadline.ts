import { SlackApprovalError } from '../errors.js';

/** Load, decide and put have this long from the arrival of a request; Slack waits 3 s for the answer. */
export const storeAnswersWithinMs = 2_000;

/**
 * The promise's value, if it comes in time. What comes later is lost here, but not stopped.
 *
 * @throws {SlackApprovalError} store_timeout — `ms` of real time have passed
 */
export function within<Value>(promise: Promise<Value>, ms: number, what: string): Promise<Value> {
  // every click waits here, and a race with its own promises takes 2 µs more
  return new Promise((resolve, reject) => {
    const timeUp = () => reject(new SlackApprovalError('store_timeout', `${what} did not answer in time.`));
    const timer = setTimeout(timeUp, Math.max(0, ms));
    promise.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

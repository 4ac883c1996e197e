import { SlackApprovalError } from '../errors.js';

/**
 * The promise's value, or what `onLate` returns once `ms` of real time have passed. The promise goes on, and nobody waits for it.
 */
export function deadline<Value, Late>(promise: Promise<Value>, ms: number, onLate: () => Late): Promise<Value | Late> {
  // every click waits here, and a race with its own promises takes 2 µs more
  return new Promise((resolve, reject) => {
    const late = (): void => {
      try {
        resolve(onLate());
      } catch (error) {
        reject(error);
      }
    };
    const timer = setTimeout(late, Math.max(0, ms));
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

/**
 * The promise's value, if it comes in time.
 *
 * @throws {SlackApprovalError} store_timeout — `ms` of real time have passed
 */
export function within<Value>(promise: Promise<Value>, ms: number, what: string): Promise<Value> {
  return deadline(promise, ms, () => {
    throw new SlackApprovalError('store_timeout', `${what} did not answer in time.`);
  });
}

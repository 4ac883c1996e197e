import { SlackApprovalError } from '../errors.js';

/** Waits for a promise; after `ms` of real time it returns `onLate()` instead, and the promise goes on. */
export function deadline<Value, Late>(promise: Promise<Value>, ms: number, onLate: () => Late): Promise<Value | Late> {
  // every click waits here, and Promise.race takes 2 µs longer
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => {
        try {
          resolve(onLate());
        } catch (error) {
          reject(error);
        }
      },
      Math.max(0, ms),
    );
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
 * Waits for a promise, up to `ms` of real time.
 *
 * @throws {SlackApprovalError} store_timeout — the time is over
 */
export function within<Value>(promise: Promise<Value>, ms: number, what: string): Promise<Value> {
  return deadline(promise, ms, () => {
    throw new SlackApprovalError('store_timeout', `${what} did not answer in time.`);
  });
}

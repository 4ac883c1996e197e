import type { Row } from '../ports/approval-store.js';
import type { Loaded } from '../record/loaded.js';
import type { Runtime } from '../runtime/runtime.js';
import { isResting } from './lease.js';

/** Tells whether an outcome may wait to be stored with the next put, here or in another process. */
export function isAtRest({ resting }: Runtime, row: Row): boolean {
  return resting.has(row.id) || isResting(row);
}

/** Returns the token under which this process is at work on a record and may then let the outcome rest; null: it is not. */
export function tokenAtWork({ resting }: Runtime, id: string): string | null {
  const own = resting.get(id);
  return own === undefined || own.rest !== null ? null : own.token;
}

/** After a put: it has stored the outcome that rested, and work under way may have news. @param taken - the token of a lease that the put took */
export function noteRest({ resting }: Runtime, { row }: Loaded, taken: string | null): void {
  const own = resting.get(row.id);
  if (own?.rest === null) own.hasNews = true;
  else resting.delete(row.id);
  if (taken !== null && isResting({ leaseToken: taken }))
    resting.set(row.id, { token: taken, hasNews: false, rest: null });
}

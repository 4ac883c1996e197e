import type { ApprovalEvent } from '../domain/model/events.js';

/** The events after which an approval needs someone's attention. Their lines have the codes of `attention`. */
const loggedTypes: ReadonlySet<ApprovalEvent['type']> = new Set([
  'copy_waits',
  'copy_given_up',
  'delivery_dead',
  'never_shown',
  'set_aside',
]);

/** Tells whether `logEvents` may write a line for one of the events. */
export function hasLoggedEvent(events: readonly ApprovalEvent[]): boolean {
  return events.some(({ type }) => loggedTypes.has(type));
}

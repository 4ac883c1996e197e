import { timeLeft } from '../people/look.js';
import { within } from '../runtime/deadline.js';
import type { Exchange } from '../runtime/exchange.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import { type Change, type Changed, change } from '../storage/change.js';
import { randomLeaseToken } from '../storage/put-record.js';
import { startWork } from './cast-vote.js';

const maxConflicts = 5;

/**
 * A change that a person asks for in Slack, other than a vote: one put within the time that Slack leaves, then the work it made.
 *
 * @throws {SlackApprovalError} store_conflict, store_timeout — the store did not take it in time
 * @throws {SlackApprovalError} record_too_large — the record is full
 */
export async function changeInTime(
  runtime: Runtime,
  slack: SlackAccess,
  id: string,
  request: Pick<Change, 'decide' | 'grows'>,
  exchange: Exchange,
): Promise<Changed> {
  const token = randomLeaseToken();
  const lease = exchange.waitUntil === null ? ({ type: 'leave' } as const) : ({ type: 'take', token } as const);
  const changing = change(runtime, id, { ...request, lease, maxConflicts });
  // a store that answers too late for Slack has still stored it, and its work is done
  const followed = changing.then((changed) => startWork(runtime, slack, changed, token, exchange));
  // what fails here is thrown below as well, and logged where the request is answered
  void runtime.work.track(followed.catch(() => undefined));
  const changed = await within(changing, timeLeft(exchange), 'The store');
  await followed;
  return changed;
}

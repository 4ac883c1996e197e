import type { Loaded } from '../record/loaded.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Call } from '../runtime/call.js';
import { inTime } from '../runtime/exchange.js';
import { loadOurs } from '../storage/load.js';
import type { Ballot } from './ballot.js';
import type { PreparedEdit } from './prepare-edit.js';

/**
 * Adds to a vote what the person changed. A vote on what is not asked any more gets no edit: it is refused, and told why.
 *
 * @param editOf - prepares the edit of the record; null: nothing is changed
 * @returns the vote, and the record as it was read for this; null: it cannot be read
 * @throws {SlackApprovalError} store_timeout — the store or the schema did not answer in time
 */
export async function withEdit(
  { app, exchange }: Pick<Call<unknown>, 'app' | 'exchange'>,
  ballot: Ballot,
  editOf: (record: ApprovalRecord) => Promise<PreparedEdit | null>,
): Promise<{ readonly ballot: Ballot; readonly known: Loaded | null }> {
  const found = await inTime(exchange, loadOurs(app, ballot.approvalId));
  if (found.type !== 'loaded') return { ballot, known: null };
  const { approval } = found.record;
  if (approval.status !== 'pending' || approval.revision.digest !== ballot.digest) return { ballot, known: found };
  const edit = await inTime(exchange, editOf(found.record));
  return { ballot: edit === null ? ballot : { ...ballot, edit }, known: found };
}

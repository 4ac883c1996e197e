import { type ApprovalRecord, readRecord } from '../../src/record/record.js';

/**
 * What was added to a record: the events of its history, answers to be checked, and counted refusals.
 *
 * @param answered - the body as it was when the person got their answer
 */
export function storedIn(before: string | null, answered: string | null, after: string | null): readonly string[] {
  if (before === answered) return [];
  const [old, first, last] = [before, answered, after].map(recordOf);
  if (old == null || first == null || last == null) return ['a record that cannot be read was changed'];
  const isDropped = JSON.stringify(old.approval.work.changes) !== JSON.stringify(last.approval.work.changes);
  const isChecked = first.approval.work.unchecked.some(
    ({ voteId }) => !old.approval.work.unchecked.some((one) => one.voteId === voteId),
  );
  const events = last.history.slice(old.history.length).map(({ event }) => eventName(event));
  const names = [...(isDropped ? ['vote_changed'] : []), ...(isChecked ? ['vote_received'] : []), ...events];
  // a copy of the card that was not known, or a refusal that was counted once more
  return names.length === 0 ? ['work'] : names;
}

function recordOf(body: string | null): ApprovalRecord | null {
  const read = body === null ? null : readRecord(body);
  return read?.type === 'record' ? read.record : null;
}

/** A refusal's code is what the person is told, so it is left out. */
function eventName({ type, outcome }: Readonly<Record<string, unknown>>): string {
  return outcome === undefined ? String(type) : `${type} ${outcome}`;
}

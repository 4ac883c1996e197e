import { type Approval, statuses } from '../domain/model/approval.js';
import { isPlainObject } from '../is-plain-object.js';
import type { HistoryEntry } from './history.js';
import type { Parts } from './parts.js';
import type { Refusals } from './refusals.js';
import { type FirstRecord, upcast } from './upcast.js';

/** The schema version that this release writes. It also reads version 1. */
export const schemaVersion = 2;

/** The content of a row's body: the approval, its erasable parts and its history. */
export interface ApprovalRecord {
  readonly schemaVersion: typeof schemaVersion;
  readonly approval: Approval;
  readonly parts: Parts;
  readonly history: readonly HistoryEntry[];
  readonly refusals: Refusals;
  /** Random for each put, so that a retry after a lost answer can tell whether the put succeeded. */
  readonly writeId: string;
}

/** A record after a change, and the entries of its history that the change added, as text. */
export interface Changed {
  readonly record: ApprovalRecord;
  readonly addedText: string;
}

export type ReadRecord =
  | { readonly type: 'record'; readonly record: ApprovalRecord }
  | { readonly type: 'newer' }
  | { readonly type: 'corrupt' };

/** Reads a row's body. `newer`: a newer release wrote it. `corrupt`: it can't be read. */
export function readRecord(body: string): ReadRecord {
  const parsed = parse(body);
  if (!isPlainObject(parsed)) return { type: 'corrupt' };
  const { schemaVersion: version } = parsed;
  if (typeof version === 'number' && version > schemaVersion) return { type: 'newer' };
  if (!isApprovalRecord(parsed)) return { type: 'corrupt' };
  if (version === 1) return { type: 'record', record: { ...parsed, schemaVersion, approval: upcast(parsed) } };
  return version === schemaVersion ? { type: 'record', record: parsed } : { type: 'corrupt' };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Checks the outline of a record: enough to recognise a foreign or damaged body without walking all of it on every click. */
function isApprovalRecord(value: Fields): value is Fields & ApprovalRecord & FirstRecord {
  const { approval, parts, history, refusals, writeId } = value;
  if (!isPlainObject(approval) || !isPlainObject(parts) || !isPlainObject(refusals)) return false;
  const isWhole = Array.isArray(history) && isPlainObject(parts['values']) && Array.isArray(refusals['rows']);
  return isWhole && typeof writeId === 'string' && isApproval(approval);
}

function isApproval({ id, status, votes, revision, policy, work, decision, delivery }: Fields): boolean {
  if (typeof id !== 'string' || !Array.isArray(votes) || !isPlainObject(revision)) return false;
  if (!statuses.some((known) => known === status)) return false;
  if (status !== 'pending' && !(isPlainObject(decision) && isPlainObject(delivery))) return false;
  return (
    isPlainObject(policy) && Array.isArray(policy['approvers']) && isPlainObject(policy['schedule']) && isWork(work)
  );
}

function isWork(work: unknown): boolean {
  return (
    isPlainObject(work) &&
    [work['copies'], work['unchecked'], work['notices'], work['lastActions']].every(Array.isArray)
  );
}

type Fields = Readonly<Record<string, unknown>>;

/** The entry that records the decision. Every delivery carries it as `historyHead`. */
export function decisionEntry(record: ApprovalRecord): HistoryEntry | null {
  return record.history.find(({ event: { type } }) => type === 'decided' || type === 'withdrawn') ?? null;
}

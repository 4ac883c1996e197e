import { evolveAll } from '../domain/evolve/evolve.js';
import { type Approval, statuses } from '../domain/model/approval.js';
import type { ApprovalEvent, HistoryEvent } from '../domain/model/events.js';
import { isHistoryEvent } from '../domain/model/events.js';
import { limits } from '../domain/model/limits.js';
import { isPlainObject } from '../is-plain-object.js';
import { hideNames } from './hide-names.js';
import { appendEvents, type HistoryEntry } from './history.js';
import { addParts, type NewPart, noParts, type Parts } from './parts.js';
import { noRefusals, noteRefusal, type Refusals } from './refusals.js';
import { type FirstRecord, upcast } from './upcast.js';

/** The schema version that this release writes. It also reads version 1. */
const schemaVersion = 2;

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

export interface Change {
  readonly events: readonly ApprovalEvent[];
  readonly parts: readonly NewPart[];
}

/** A record after a change, and the entries of its history that the change added, as text. */
export interface Changed {
  readonly record: ApprovalRecord;
  readonly addedText: string;
}

/** Returns the record after a change; null if there is nothing to store, such as a refusal that was counted a moment ago. */
export function applyChange(record: ApprovalRecord | null, change: Change, writeId: string): Changed | null {
  const noted = noteRefusals(record?.refusals ?? noRefusals, change.events, record?.history.length ?? 0);
  if (noted.events.length === 0 && !noted.isChanged) return null;
  const approval = evolveAll(record?.approval ?? null, noted.events);
  if (approval === null) return null;
  const kept = dropOldContext(record, approval);
  const named = hideNames(entriesOf(noted.events, record?.history.length ?? 0), kept);
  const { history, addedText } = appendEvents(record?.history ?? [], named.events);
  const parts = noted.events.some((event) => event.type === 'erased')
    ? noParts
    : addParts(kept, [...keepReferred(change.parts, noted.events), ...named.parts]);
  return { record: { schemaVersion, approval, parts, history, refusals: noted.refusals, writeId }, addedText };
}

/** The events for the history. A full history takes no more reminders, so that the decision of an approval that reminds for years fits. */
function entriesOf(events: readonly ApprovalEvent[], historyCount: number): readonly HistoryEvent[] {
  const isFull = historyCount >= limits.historyEntries;
  return events.filter(isHistoryEvent).filter(({ type }) => !(isFull && type === 'reminded'));
}

/** Drops context lines that were replaced. Nothing refers to them, and an alert can replace them for as long as it lasts. */
function dropOldContext(record: ApprovalRecord | null, next: Approval): Parts {
  if (record === null) return noParts;
  const { contextRef } = record.approval.work;
  if (contextRef === null || contextRef === next.work.contextRef) return record.parts;
  const { [contextRef]: _, ...values } = record.parts.values;
  return { ...record.parts, values };
}

/** Keeps only parts that an event refers to. The payload of a refused amendment, for instance, is dropped. */
function keepReferred(parts: readonly NewPart[], events: readonly ApprovalEvent[]): readonly NewPart[] {
  if (parts.length === 0) return parts;
  const text = JSON.stringify(events);
  return parts.filter(({ ref }) => text.includes(ref));
}

interface Noted {
  readonly events: readonly ApprovalEvent[];
  readonly refusals: Refusals;
  readonly isChanged: boolean;
}

function noteRefusals(refusals: Refusals, events: readonly ApprovalEvent[], historyCount: number): Noted {
  let noted: Noted = { events: [], refusals, isChanged: false };
  const kept: ApprovalEvent[] = [];
  for (const event of events) {
    if (event.type !== 'vote_refused') {
      kept.push(event);
      continue;
    }
    const one = noteRefusal(noted.refusals, { userId: event.by.userId, code: event.code }, event.at);
    if (one.isFirst && historyCount < limits.historyEntries) kept.push(event);
    noted = { events: kept, refusals: one.refusals, isChanged: noted.isChanged || one.isChanged };
  }
  return { ...noted, events: kept };
}

/** The entry that records the decision. Every delivery carries it as `historyHead`. */
export function decisionEntry(record: ApprovalRecord): HistoryEntry | null {
  return record.history.find(({ event: { type } }) => type === 'decided' || type === 'withdrawn') ?? null;
}

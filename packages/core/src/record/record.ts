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

/** The version this release writes. It reads this one and the one before, and never writes a newer one. */
const schemaVersion = 2;

/** What a row's body holds: the approval, its erasable parts, its history, and which write it is. */
export interface ApprovalRecord {
  readonly schemaVersion: typeof schemaVersion;
  readonly approval: Approval;
  readonly parts: Parts;
  readonly history: readonly HistoryEntry[];
  readonly refusals: Refusals;
  /** Random for each put: it tells after a lost answer whether the put arrived. */
  readonly writeId: string;
}

export type ReadRecord =
  | { readonly type: 'record'; readonly record: ApprovalRecord }
  | { readonly type: 'newer' }
  | { readonly type: 'corrupt' };

/** Reads a row's body. A newer release's record is told apart from one that can't be read at all. */
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

/** The outline of a record: enough to tell ours from a foreign or damaged body without walking all of it on every click. */
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

/** The record after a change, or null where nothing is left worth storing (a refusal that was counted a moment ago). */
export function applyChange(record: ApprovalRecord | null, change: Change, writeId: string): ApprovalRecord | null {
  const noted = noteRefusals(record?.refusals ?? noRefusals, change.events, record?.history.length ?? 0);
  if (noted.events.length === 0 && !noted.isChanged) return null;
  const approval = evolveAll(record?.approval ?? null, noted.events);
  if (approval === null) return null;
  const kept = dropOldContext(record, approval);
  const named = hideNames(entriesOf(noted.events, record?.history.length ?? 0), kept);
  const history = appendEvents(record?.history ?? [], named.events);
  const parts = noted.events.some((event) => event.type === 'erased')
    ? noParts
    : addParts(kept, [...keepReferred(change.parts, noted.events), ...named.parts]);
  return { schemaVersion, approval, parts, history, refusals: noted.refusals, writeId };
}

/** An approval that never ends may remind for years. A full history takes no more reminders, so that the decision fits. */
function entriesOf(events: readonly ApprovalEvent[], historyCount: number): readonly HistoryEvent[] {
  const isFull = historyCount >= limits.historyEntries;
  return events.filter(isHistoryEvent).filter(({ type }) => !(isFull && type === 'reminded'));
}

/** Lines that explain may be replaced for as long as an alert lasts, and nothing refers to those before. */
function dropOldContext(record: ApprovalRecord | null, next: Approval): Parts {
  if (record === null) return noParts;
  const { contextRef } = record.approval.work;
  if (contextRef === null || contextRef === next.work.contextRef) return record.parts;
  const { [contextRef]: _, ...values } = record.parts.values;
  return { ...record.parts, values };
}

/** What no event names is not kept: the payload of an amendment that came too late, a reason where none is taken. */
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

/** The entry that records the decision, which every delivery names as its head. */
export function decisionEntry(record: ApprovalRecord): HistoryEntry | null {
  const isDecision = (type: unknown): boolean => type === 'decided' || type === 'withdrawn';
  return record.history.find((entry) => isDecision(entry.event['type'])) ?? null;
}

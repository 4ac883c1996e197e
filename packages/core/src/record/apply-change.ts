import { evolveAll } from '../domain/evolve/evolve.js';
import type { Approval, Edit } from '../domain/model/approval.js';
import type { ApprovalEvent, HistoryEvent } from '../domain/model/events.js';
import { isHistoryEvent } from '../domain/model/events.js';
import { limits } from '../domain/model/limits.js';
import { hideNames } from './hide-names.js';
import { appendEvents } from './history.js';
import { addParts, type NewPart, noParts, type Parts } from './parts.js';
import { type ApprovalRecord, type Changed, schemaVersion } from './record.js';
import { noRefusals, noteRefusal, type Refusals } from './refusals.js';

interface Change {
  readonly events: readonly ApprovalEvent[];
  readonly parts: readonly NewPart[];
}

/** Returns the record after a change; null if there is nothing to store, such as a refusal that was counted a moment ago. */
export function applyChange(record: ApprovalRecord | null, change: Change, writeId: string): Changed | null {
  const noted = noteRefusals(record?.refusals ?? noRefusals, change.events, record?.history.length ?? 0);
  if (noted.events.length === 0 && !noted.isChanged) return null;
  const approval = evolveAll(record?.approval ?? null, noted.events);
  if (approval === null) return null;
  const kept = dropOldEdits(dropOldContext(record, approval), record, approval);
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

/** Drops the edits of votes that were never counted: nothing refers to them, and a vote can be changed again and again. */
function dropOldEdits(parts: Parts, record: ApprovalRecord | null, { votes, work }: Approval): Parts {
  const kept = [...votes, ...work.unchecked].map(({ edit }) => edit?.digest);
  const before = record?.approval.work.unchecked ?? [];
  const gone = before.flatMap(({ edit }) => (edit === undefined || kept.includes(edit.digest) ? [] : [edit]));
  if (gone.length === 0) return parts;
  // the history keeps the votes that were counted, with their edits
  const history = JSON.stringify(record?.history);
  const dropped = gone.filter(({ digest }: Edit) => !history.includes(digest));
  const refs = dropped.flatMap(({ payloadRef, contentRef }) => [payloadRef, contentRef]);
  const values = Object.entries(parts.values).filter(([ref]) => !refs.includes(ref));
  return { ...parts, values: Object.fromEntries(values) };
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

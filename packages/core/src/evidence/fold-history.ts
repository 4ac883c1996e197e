import { evolve } from '../domain/evolve/evolve.js';
import type { Approval } from '../domain/model/approval.js';
import type { HistoryEvent } from '../domain/model/events.js';
import { erasedName } from '../domain/model/person.js';
import { isPlainObject } from '../is-plain-object.js';
import type { HistoryEntry } from '../record/history.js';

/** Parts by reference. */
export type PartValues = Readonly<Record<string, { readonly salt: string; readonly value: unknown }>>;

/** An entry of the history, and the approval before and after it. */
export interface FoldedEntry {
  readonly entry: HistoryEntry;
  readonly event: HistoryEvent;
  readonly before: Approval | null;
  readonly after: Approval | null;
}

/** Follows the approval through its history. */
export function foldHistory(history: readonly HistoryEntry[], parts: PartValues): readonly FoldedEntry[] {
  let before: Approval | null = null;
  return history.map((entry) => {
    const event = eventOf(entry, parts);
    const folded: FoldedEntry = { entry, event, before, after: evolve(before, event) };
    before = folded.after;
    return folded;
  });
}

/** The event of an entry, with the names that the history refers to. */
function eventOf({ at, event }: HistoryEntry, parts: PartValues): HistoryEvent {
  const named = Object.entries(event).map(([field, value]) => [field, nameIn(value, parts) ?? value]);
  // as: the library wrote it; of a forged one, whatever reading it throws is a fault of the history
  return { ...Object.fromEntries(named), at } as HistoryEvent;
}

function nameIn(value: unknown, parts: PartValues): string | null {
  const ref = isPlainObject(value) ? value['nameRef'] : undefined;
  if (typeof ref !== 'string') return null;
  const name = Object.hasOwn(parts, ref) ? parts[ref]?.value : undefined;
  return typeof name === 'string' ? name : erasedName;
}

/** The references in a value: what stands in members such as `payloadRef`. */
export function refsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn);
  if (!isPlainObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    typeof member === 'string' ? (name.endsWith('Ref') ? [member] : []) : refsIn(member),
  );
}

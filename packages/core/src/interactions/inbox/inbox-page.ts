import { isBefore, type ListPlace } from '../../slack/surfaces/list-place.js';

/** Which page of a list: the one that starts at a place, or the one that ends before it. A null place is the start. */
export interface Part {
  readonly type: 'from' | 'before';
  readonly place: ListPlace | null;
}

/** A page takes as many rows as can be approved at once. */
export const maxRowsOnPage = 10;

interface Page<Entry> {
  readonly shown: readonly Entry[];
  /** Where it begins; null: it is the first page. */
  readonly start: ListPlace | null;
  readonly previous: ListPlace | null;
  readonly next: ListPlace | null;
}

/** Cuts a page out of a list. Where nothing is left of it, the first page. */
export function pageOfList<Entry extends { readonly place: ListPlace }>(
  entries: readonly Entry[],
  { type, place }: Part,
): Page<Entry> {
  if (place === null) return pageAt(entries, 0);
  const reached = entries.findIndex((entry) => !isBefore(entry.place, place));
  const index = reached === -1 ? entries.length : reached;
  if (type === 'before') return pageAt(entries, Math.max(0, index - maxRowsOnPage));
  return pageAt(entries, index < entries.length ? index : 0);
}

function pageAt<Entry extends { readonly place: ListPlace }>(entries: readonly Entry[], index: number): Page<Entry> {
  const shown = entries.slice(index, index + maxRowsOnPage);
  const start = index === 0 ? null : (shown[0]?.place ?? null);
  return { shown, start, previous: start, next: entries[index + maxRowsOnPage]?.place ?? null };
}

import type { Row, RowPage } from '../ports/approval-store.js';
import { nextTurn } from '../runtime/turns.js';

/** Where the rows of a list come from, and what it shows of them. */
export interface RowQuery<View> {
  /** Reads the rows after a cursor: one query of the store, or several. */
  readonly fetch: (after: string | null, limit: number) => Promise<RowPage>;
  /** Returns null for a row that the list leaves out. */
  readonly viewOf: (row: Row) => View | null;
}

export interface ViewPage<View> {
  readonly views: readonly View[];
  /** The cursor of the next page; null: this is the last one. */
  readonly next: string | null;
}

const batchSize = 100;
/** A bound for a store that is shared with a namespace that has very many approvals: 10,000 rows. */
const maxBatches = 100;

/**
 * Reads a page of `limit` views, passing over the rows that the list leaves out.
 *
 * It has fewer views only if it is the last page, or if more than 10,000 rows had to be passed over.
 */
export async function fullPage<View>(
  { fetch, viewOf }: RowQuery<View>,
  after: string | null,
  limit: number,
): Promise<ViewPage<View>> {
  const views: View[] = [];
  let from = after;
  // usually every row is shown, so one query is enough
  let size = limit;
  for (let batch = 0; batch < maxBatches; batch += 1) {
    const page = await fetch(from, size);
    const found = page.rows.map(viewOf);
    const end = indexAfter(found, limit - views.length);
    views.push(...found.slice(0, end).filter((view) => view !== null));
    // only the store knows the cursor of a place within a page
    from = end < found.length ? (await fetch(from, end)).next : page.next;
    if (from === null || views.length >= limit) break;
    size = batchSize;
    await nextTurn();
  }
  return { views, next: from };
}

/** The index behind the view that fills the page; the number of rows if there are too few. */
function indexAfter(found: readonly unknown[], count: number): number {
  let left = count;
  for (const [index, view] of found.entries()) {
    if (view !== null) left -= 1;
    if (left === 0) return index + 1;
  }
  return found.length;
}

/** Counts repeated refusals. The history holds only the first one of each person and code. */
export interface Refusals {
  readonly rows: readonly {
    readonly userId: string;
    readonly code: string;
    readonly count: number;
    readonly lastAt: number;
  }[];
  /** Refusals that found no free row. */
  readonly more: number;
  readonly moreAt: number | null;
}

export const noRefusals: Refusals = { rows: [], more: 0, moreAt: null };

const maxRows = 50;
/** How often a row is written at most, so that a person who hammers a button causes few writes. */
const writtenEveryMs = 60_000;

export interface NotedRefusal {
  readonly refusals: Refusals;
  /** It is the first of this person and code, and belongs in the history. */
  readonly isFirst: boolean;
  /** The record has to be stored. */
  readonly isChanged: boolean;
}

export function noteRefusal(
  refusals: Refusals,
  who: { readonly userId: string; readonly code: string },
  at: number,
): NotedRefusal {
  const index = refusals.rows.findIndex((row) => row.userId === who.userId && row.code === who.code);
  const row = refusals.rows[index];
  if (row !== undefined) {
    if (at - row.lastAt < writtenEveryMs) return { refusals, isFirst: false, isChanged: false };
    const rows = refusals.rows.with(index, { ...row, count: row.count + 1, lastAt: at });
    return { refusals: { ...refusals, rows }, isFirst: false, isChanged: true };
  }
  if (refusals.rows.length < maxRows) {
    return {
      refusals: { ...refusals, rows: [...refusals.rows, { ...who, count: 1, lastAt: at }] },
      isFirst: true,
      isChanged: true,
    };
  }
  const isDue = refusals.moreAt === null || at - refusals.moreAt >= writtenEveryMs;
  return isDue
    ? { refusals: { ...refusals, more: refusals.more + 1, moreAt: at }, isFirst: false, isChanged: true }
    : { refusals, isFirst: false, isChanged: false };
}

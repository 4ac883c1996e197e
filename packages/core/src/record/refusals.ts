/** Refusals that happened again, counted beside the history: the first for a person and a reason stands in it. */
export interface Refusals {
  readonly rows: readonly {
    readonly userId: string;
    readonly code: string;
    readonly count: number;
    readonly lastAt: number;
  }[];
  /** Refusals of people and reasons that found no row. */
  readonly more: number;
  readonly moreAt: number | null;
}

export const noRefusals: Refusals = { rows: [], more: 0, moreAt: null };

const maxRows = 50;
/** A row is written at most this often: a person who hammers a button does not make the store work. */
const writtenEveryMs = 60_000;

export interface NotedRefusal {
  readonly refusals: Refusals;
  /** It is the first of its kind and belongs in the history. */
  readonly isFirst: boolean;
  /** There is something worth a put. */
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

import { SlackApprovalError } from '../errors.js';
import type { Row, RowPage } from './approval-store.js';

/** The position of a row in every list. It does not move when the row changes. */
export type RowPlace = Pick<Row, 'askedAt' | 'id'>;

/**
 * Reads the cursor of a query: the page starts after the returned place.
 *
 * @returns null: the page starts with the newest row
 * @throws {SlackApprovalError} invalid_argument — `after` is not a cursor that `pageOf` made
 */
export function placeAfter(after: string | null = null): RowPlace | null {
  if (after === null) return null;
  const [, askedAt, id] = /^(-?\d{1,16})\.(.+)$/s.exec(after) ?? [];
  if (askedAt !== undefined && id !== undefined) return { askedAt: Number(askedAt), id };
  throw new SlackApprovalError(
    'invalid_argument',
    '`after` must be the `next` of the previous page, got another text.',
  );
}

/**
 * Makes a page from the rows that a store has read, with the cursor of the next page.
 *
 * @param rows - sorted, at most `limit + 1`: read one row more than the limit to learn whether there is a next page
 */
export function pageOf(rows: readonly Row[], limit: number): RowPage {
  const last = rows[limit - 1];
  const next = rows.length > limit && last !== undefined ? `${last.askedAt}.${last.id}` : null;
  return { rows: rows.slice(0, limit), next };
}

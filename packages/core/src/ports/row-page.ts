import { SlackApprovalError } from '../errors.js';
import type { Row, RowPage } from './approval-store.js';

/** Where a row stands in every list: by `askedAt`, then by id, and still when it changes. */
export type RowPlace = Pick<Row, 'askedAt' | 'id'>;

/**
 * Tells a store after which place a page begins.
 *
 * @returns null: the page begins with the newest row
 * @throws {SlackApprovalError} invalid_argument — `after` is not a cursor that `pageOf` made
 */
export function placeAfter(after: string | null = null): RowPlace | null {
  if (after === null) return null;
  const [, askedAt, id] = /^(-?\d{1,16})\.(.+)$/s.exec(after) ?? [];
  if (askedAt !== undefined && id !== undefined) return { askedAt: Number(askedAt), id };
  throw new SlackApprovalError('invalid_argument', '`after` is not a cursor: pass the `next` of the page before.');
}

/**
 * Makes a store's page of the rows it found, and the cursor of the next one.
 *
 * @param rows - in their order, up to `limit + 1` of them: the one too many tells that there is a next page
 */
export function pageOf(rows: readonly Row[], limit: number): RowPage {
  const last = rows[limit - 1];
  const next = rows.length > limit && last !== undefined ? `${last.askedAt}.${last.id}` : null;
  return { rows: rows.slice(0, limit), next };
}

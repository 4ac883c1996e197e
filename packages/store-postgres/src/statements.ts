import type { Row, RowPlace, RowQuery } from '@k8s-pizza/slack-approval/store';

/** The fields of a row, in the order in which `insert` and `update` bind them. */
export const fields = [
  ...(['id', 'version', 'queue', 'status', 'requesterId', 'askedAt', 'dueAt', 'leaseToken', 'leaseUntil'] as const),
  ...(['claimCount', 'attention', 'body'] as const),
] satisfies (keyof Row)[];

const columnOf = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const columns = fields.map(columnOf);
const selected = fields.map((field) => `a.${columnOf(field)} AS "${field}"`).join(', ');

export const get = `SELECT ${selected} FROM slack_approvals AS a WHERE id = $1`;

// DO NOTHING: an error would abort the caller's transaction if the approval exists
export const insert = `INSERT INTO slack_approvals (${columns}) VALUES (${columns.map((_, index) => `$${index + 1}`)})
  ON CONFLICT (id) DO NOTHING RETURNING version`;

export const update = `UPDATE slack_approvals SET ${columns.slice(1).map((column, index) => `${column} = $${index + 2}`)}
  WHERE id = $1 AND version = $${fields.length + 1} RETURNING version`;

// SKIP LOCKED passes over rows that another claim or put holds. FOR UPDATE reads a row again, so one that is no longer due is skipped.
export const claimDue = `WITH due AS (SELECT id FROM slack_approvals WHERE queue = $1 AND due_at <= $2
  ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED)
  UPDATE slack_approvals AS a SET lease_token = $4, lease_until = $5, due_at = $5, claim_count = claim_count + 1,
  version = version + 1 FROM due WHERE a.id = due.id RETURNING ${selected}`;

/** The statement for a combination of filters, and its values. It selects one extra row, which shows that there is a next page. */
export function list(query: RowQuery, after: RowPlace | null) {
  const filters = (['queue', 'status', 'requesterId', 'attention'] as const).flatMap((field) => {
    const value = query[field];
    return value === undefined ? [] : [{ column: columnOf(field), value }];
  });
  const place = after === null ? [] : [after.askedAt, after.id];
  const values = [query.limit + 1, ...filters.map(({ value }) => value), ...place];
  const terms = filters.map(({ column }, index) => `${column} = $${index + 2}`);
  if (after !== null) terms.push(`(asked_at, id) < ($${values.length - 1}, $${values.length})`);
  const where = terms.length === 0 ? '' : `WHERE ${terms.join(' AND ')}`;
  const text = `SELECT ${selected} FROM slack_approvals AS a ${where} ORDER BY asked_at DESC, id DESC LIMIT $1`;
  return { text, values };
}

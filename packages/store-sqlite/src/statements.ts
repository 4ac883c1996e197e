import type { Row, RowPlace, RowQuery } from '@k8s-pizza/slack-approval/store';

/** The columns, in the order in which `insert` and `update` bind them. */
export const fields = [
  ...(['version', 'queue', 'status', 'requesterId', 'askedAt', 'dueAt', 'leaseToken', 'leaseUntil'] as const),
  ...(['claimCount', 'attention', 'body', 'id'] as const),
] satisfies (keyof Row)[];

const integers: ReadonlySet<string> = new Set(['version', 'askedAt', 'dueAt', 'leaseUntil', 'claimCount']);

// Every field but the body is read as one JSON object. Nothing is read as text, and every type is cast, because libsql cuts text
// at U+0000, and crashes the process if a damaged file has invalid UTF-8, or text instead of a number.
const columns = fields.filter((field) => field !== 'body');
const selected = `CAST(json_object(${columns.map(
  (field) => `'${field}', CAST(${field} AS ${integers.has(field) ? 'INTEGER' : 'TEXT'})`,
)}) AS BLOB) AS fields, CAST(body AS BLOB) AS body`;

export const get = `SELECT ${selected} FROM approvals WHERE id = ?`;

export const insert = `INSERT INTO approvals (${fields}) VALUES (${fields.map(() => '?')})
  ON CONFLICT (id) DO NOTHING RETURNING version`;

// omits the id, since setting it would rewrite its index; a null body keeps the stored one
const assignments = fields
  .slice(0, -1)
  .map((field) => (field === 'body' ? 'body = coalesce(?, body)' : `${field} = ?`));
export const update = `UPDATE approvals SET ${assignments}
  WHERE id = ? AND version = ? RETURNING version`;

export const isDue = 'SELECT 1 FROM approvals INDEXED BY approvals_due WHERE queue = ? AND dueAt <= ? LIMIT 1';

export const claimDue = `UPDATE approvals SET leaseToken = ?, leaseUntil = ?, dueAt = ?, claimCount = claimCount + 1,
  version = version + 1 WHERE rowid IN (SELECT rowid FROM approvals INDEXED BY approvals_due
  WHERE queue = ? AND dueAt <= ? ORDER BY dueAt LIMIT max(?, 0)) RETURNING ${selected}`;

// Most selective first. SQLite tests the other filters while it reads the index, so no query sorts.
const listIndexes = [
  ...([['attention'], ['requesterId', 'status'], ['requesterId']] as const),
  ...([['queue', 'status'], ['queue'], ['status']] as const),
];

/** The statement for a combination of filters, and its values. The caller binds the limit last. */
export function list(query: RowQuery, after: RowPlace | null) {
  const filters = (['queue', 'status', 'requesterId', 'attention'] as const).flatMap((field) => {
    const value = query[field];
    return value === undefined ? [] : [{ field, value }];
  });
  const index = listIndexes.find((all) => all.every((field) => query[field] !== undefined));
  const terms = filters.map(({ field }) => `${field} = ?`).concat(after === null ? [] : ['(askedAt, id) < (?, ?)']);
  const where = terms.length === 0 ? '' : `WHERE ${terms.join(' AND ')}`;
  const indexedBy = index === undefined ? 'approvals_newest' : `approvals_by_${index.join('_')}`;
  return {
    sql: `SELECT ${selected} FROM approvals INDEXED BY ${indexedBy} ${where} ORDER BY approvals.askedAt DESC, id DESC LIMIT max(?, 0)`,
    values: [...filters.map(({ value }) => value), ...(after === null ? [] : [after.askedAt, after.id])],
  };
}

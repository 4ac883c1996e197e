import { createHash } from 'node:crypto';
import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import { placeAfter, type Row, type RowPlace, type RowQuery } from '@k8s-pizza/slack-approval/store';

// Never change these: rows in existing tables would no longer be found.
export const partitions: readonly string[] = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7'];

const hash = (text: string) => createHash('sha256').update(text).digest();

/** A row and its index entries share a partition, since a transaction covers only one. */
export const partitionOf = (id: string): string => `p${(hash(id)[0] ?? 0) % partitions.length}`;

// Keys allow few characters. Hex keeps the order of the text; `mask` 0xff reverses it.
const hex = (text: string, mask = 0) => Buffer.from(Buffer.from(text).map((byte) => byte ^ mask)).toString('hex');

function sortable(instant: number): string {
  if (Number.isSafeInteger(instant) && instant >= 0) return String(instant).padStart(16, '0');
  throw new SlackApprovalError('invalid_argument', 'An instant must be a whole number of milliseconds since 1970.');
}

export const rowKeyOf = (id: string): string => `row:${hex(id)}`;

/** The keys between two others, both excluded. */
export type KeyRange = readonly [from: string, to: string];

const duePrefix = (queue: string) => `due:${hash(queue).toString('hex')}:`;

/** The keys of a queue's due rows, oldest first. */
export const dueRange = (queue: string, now: number): KeyRange => [
  duePrefix(queue),
  duePrefix(queue) + sortable(now + 1),
];

// The indexes, most selective first.
const indexes = [['attention'], ['requesterId'], ['queue', 'status'], ['queue'], ['status'], []] as const;

const listPrefix = (fields: (typeof indexes)[number], filter: Partial<Row>) =>
  `list:${fields.join()}:${hash(JSON.stringify(fields.map((field) => filter[field]))).toString('hex')}:`;

/** Sorts newest first, then by descending id. Keys ascend, so both are reversed. `~` sorts after every other character. */
const placeKey = ({ askedAt, id }: RowPlace) => `${sortable(Number.MAX_SAFE_INTEGER - askedAt)}:${hex(id, 0xff)}~`;

/** The keys of a list in the most selective index. The caller has to test the other filters. */
export function listRange(filter: RowQuery): KeyRange {
  const after = placeAfter(filter.after);
  const prefix = listPrefix(indexes.find((all) => all.every((field) => filter[field] !== undefined)) ?? [], filter);
  return [after === null ? prefix : prefix + placeKey(after), `${prefix}~`];
}

/** The keys of a row's index entries. */
export function indexKeysOf(row: Row): readonly string[] {
  const listed = indexes.filter((fields) => fields.every((field) => row[field] !== null));
  const due = row.dueAt === null ? [] : [`${duePrefix(row.queue)}${sortable(row.dueAt)}:${hex(row.id)}`];
  return [...due, ...listed.map((fields) => listPrefix(fields, row) + placeKey(row))];
}

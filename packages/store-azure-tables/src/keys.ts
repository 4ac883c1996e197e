import { createHash } from 'node:crypto';
import { placeAfter, type Row, type RowPlace, type RowQuery, SlackApprovalError } from '@k8s-pizza/slack-approval';

// Part of how data lies in a table: another number would no longer find it.
export const partitions: readonly string[] = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7'];

const hash = (text: string) => createHash('sha256').update(text).digest();

/** A row and all its index entries lie in one partition, since only there a transaction can hold them. */
export const partitionOf = (id: string): string => `p${(hash(id)[0] ?? 0) % partitions.length}`;

// keys may hold few characters, and are ordered by them
const hex = (text: string, flip = 0) => Buffer.from(Buffer.from(text).map((byte) => byte ^ flip)).toString('hex');

function sortable(instant: number): string {
  if (Number.isSafeInteger(instant) && instant >= 0) return String(instant).padStart(16, '0');
  throw new SlackApprovalError('invalid_argument', 'An instant has to be in whole milliseconds since 1970.');
}

export const rowKeyOf = (id: string): string => `row:${hex(id)}`;

/** The keys between two others, both left out. */
export type KeyRange = readonly [from: string, to: string];

const dueOf = (queue: string) => `due:${hash(queue).toString('hex')}:`;

/** What is due in a queue by now, the oldest first. */
export const dueRange = (queue: string, now: number): KeyRange => [dueOf(queue), dueOf(queue) + sortable(now + 1)];

// What narrows most comes first.
const lists = [['attention'], ['requesterId'], ['queue', 'status'], ['queue'], ['status'], []] as const;

const listOf = (fields: (typeof lists)[number], filter: Partial<Row>) =>
  `list:${fields.join()}:${hash(JSON.stringify(fields.map((field) => filter[field]))).toString('hex')}:`;

/** Newest asked first, then by id descending: keys ascend, so both are turned around. `~` comes after all that may follow. */
const placeOf = ({ askedAt, id }: RowPlace) => `${sortable(Number.MAX_SAFE_INTEGER - askedAt)}:${hex(id, 0xff)}~`;

/** Where rows are listed in order: in the index that narrows most. What else is asked for has to be tested. */
export function listRange(filter: RowQuery): KeyRange {
  const after = placeAfter(filter.after);
  const list = listOf(lists.find((all) => all.every((field) => filter[field] !== undefined)) ?? [], filter);
  return [after === null ? list : list + placeOf(after), `${list}~`];
}

/** The keys under which a row is found. */
export function indexKeysOf(row: Row): readonly string[] {
  const named = lists.filter((fields) => fields.every((field) => row[field] !== null));
  const due = row.dueAt === null ? [] : [`${dueOf(row.queue)}${sortable(row.dueAt)}:${hex(row.id)}`];
  return [...due, ...named.map((fields) => listOf(fields, row) + placeOf(row))];
}

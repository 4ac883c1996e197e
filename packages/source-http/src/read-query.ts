import type { ApprovalQuery } from '@k8s-pizza/slack-approval';
import { invalid, isText, keyMember, type Members, nameOf, type ReadResult, readMembers } from './read-request.js';

/** The query of `GET /approvals`. */
export interface ListQuery extends Pick<ApprovalQuery, 'status' | 'limit'> {
  readonly kind: string;
  readonly key?: string;
  readonly after?: string;
}

type Texts<Shape> = { readonly [Name in keyof Shape]: string };

export const statuses = ['pending', 'approved', 'rejected', 'expired', 'withdrawn'] as const;
export const maxListed = 100;
const maxCursorLength = 2_000;
/** The longest wait: most proxies cut a connection that is silent for a minute. */
const maxWaitMs = 55_000;

const waitMembers: Members<{ wait?: string }> = {
  wait: {
    is: (value) => /^[0-9]{1,2}s$/.test(String(value)) && toMs(String(value)) <= maxWaitMs,
    must: '0s to 55s, such as `wait=30s`',
    optional: true,
  },
};
const listMembers: Members<Texts<ListQuery>> = {
  kind: { is: (value) => value !== '', must: 'the name of a kind' },
  key: { ...keyMember, optional: true },
  status: {
    is: (value) => statuses.some((status) => status === value),
    must: `one of ${statuses.join(', ')}`,
    optional: true,
  },
  after: {
    is: (value) => isText(value) && value !== '' && value.length <= maxCursorLength,
    must: 'the `next` of a page',
    optional: true,
  },
  limit: { is: (value) => /^(?:[1-9][0-9]?|100)$/.test(String(value)), must: `1 to ${maxListed}`, optional: true },
};

/** Reads `wait` as milliseconds, 0 if it is absent. */
export function readWait(query: string): ReadResult<number> {
  const read = readQuery(query, waitMembers);
  return 'problem' in read ? read : { value: toMs(read.value.wait ?? '0s') };
}

export function readListQuery(query: string): ReadResult<ListQuery> {
  const read = readQuery(query, listMembers);
  if ('problem' in read) return read;
  const { limit, ...others } = read.value;
  if (others.key !== undefined && others.after !== undefined)
    return invalid('A key holds one approval: send `key` without `after`.');
  // as: `status` was checked
  return { value: { ...others, ...(limit === undefined ? {} : { limit: Number(limit) }) } as ListQuery };
}

function toMs(seconds: string): number {
  return Number.parseInt(seconds, 10) * 1_000;
}

/** Reads a query, with each member once. */
function readQuery<Shape>(query: string, members: Members<Shape>): ReadResult<Shape> {
  const given = new Map<string, string>();
  for (const part of query.split('&').filter((text) => text !== '')) {
    const [name = '', ...value] = part.split('=').map(decode);
    if (value.length === 0 || name === null || value.includes(null))
      return invalid('The query must be `name=value` pairs, percent-encoded in UTF-8.');
    if (given.has(name)) return invalid(`The query has ${nameOf(name)} more than once.`);
    given.set(name, value.join('='));
  }
  return readMembers('The query', Object.fromEntries(given), members);
}

/** @returns null if the text is not percent-encoded UTF-8 */
function decode(text: string): string | null {
  try {
    // forms encode a space as `+`
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    // by name: under Jest, errors are of another realm, so instanceof fails
    if (Object(error).name === 'URIError') return null;
    throw error;
  }
}

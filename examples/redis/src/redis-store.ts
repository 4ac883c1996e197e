import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import type { ApprovalStore, Row, RowPlace, RowQuery } from '@k8s-pizza/slack-approval/store';
import { pageOf, placeAfter, storeFailed } from '@k8s-pizza/slack-approval/store';
import type { Cluster, Redis } from 'ioredis';
import * as scripts from './scripts.js';

const numbers: ReadonlySet<string> = new Set(['version', 'askedAt', 'dueAt', 'leaseUntil', 'claimCount']);
const nothing = { requesterId: null, dueAt: null, leaseToken: null, leaseUntil: null, attention: null };

/** The most places that one step of a list looks at. */
const placesAtOnce = 500;

/** What `HGETALL` gives: names and values in turn. A field that is null is not there. */
function toRow(stored: readonly string[]): Row {
  const row: Record<string, string | number | null> = { ...nothing };
  for (let index = 0; index < stored.length; index += 2) {
    const [field = '', value = ''] = stored.slice(index, index + 2);
    if (field !== 'place') row[field] = numbers.has(field) ? Number(value) : value;
  }
  // as: `put` stores every field of a row, and these are their types
  return row as unknown as Row;
}

/** Where a row stands in every list: newest asked first, then by id. As text of one width it sorts as the instants do. */
function placeOf({ askedAt, id }: RowPlace): string {
  if (Number.isSafeInteger(askedAt) && askedAt >= 0) return `${String(askedAt).padStart(16, '0')}.${id}`;
  throw new SlackApprovalError('invalid_argument', '`askedAt` has to be whole milliseconds since 1970.');
}

/** The sorted set that holds what the query asks for, or the least more than that. */
function indexFor({ queue, status, requesterId, attention }: Omit<RowQuery, 'limit'>): string {
  if (attention !== undefined) return `attention:${attention}`;
  if (requesterId !== undefined) return `requesterId:${requesterId}`;
  if (queue !== undefined) return status === undefined ? `queue:${queue}` : `queue:${queue}:${status}`;
  return status === undefined ? 'all' : `status:${status}`;
}

/**
 * Keeps approvals in Redis 6.2 or newer, or Valkey, for any number of processes. One script, and so one atomic step, for each call.
 *
 * @param client - an `ioredis` client without `keyPrefix`; it stays the caller's, and open when the store is closed
 * @param name - begins all keys, in braces: in a cluster they lie in one slot
 */
export function redisStore(client: Redis | Cluster, name = 'approvals'): ApprovalStore {
  // it would come before the keys, and not before those that the scripts make themselves
  if (client.options.keyPrefix) {
    throw new SlackApprovalError('invalid_options', 'redisStore takes a client without `keyPrefix`: pass a name.');
  }
  const prefix = `{${name}}:`;
  let isOpen = true;
  const run = async (script: string, key: string, ...values: (string | number)[]): Promise<unknown> => {
    if (!isOpen) throw new SlackApprovalError('store_closed', 'The store is closed: create another one to go on.');
    try {
      return await client.eval(script, 1, prefix + key, prefix, ...values);
    } catch (cause) {
      throw storeFailed('Redis did not carry out a script', cause);
    }
  };

  return {
    async get(id) {
      // as: what HGETALL answers
      const stored = (await run("return redis.call('HGETALL', KEYS[1])", `row:${id}`)) as string[];
      return stored.length === 0 ? null : toRow(stored);
    },
    async put(row, expectedVersion) {
      const fields = { ...row, version: expectedVersion + 1, place: placeOf(row) };
      const given = Object.entries(fields).filter((entry): entry is [string, string | number] => entry[1] !== null);
      const saved = await run(scripts.put, `row:${row.id}`, expectedVersion, ...given.flat());
      return saved === 1 ? 'saved' : 'conflict';
    },
    async claimDue({ queue, now, limit, leaseToken, leaseUntil }) {
      // as: what the script answers
      const rows = (await run(scripts.claimDue, `due:${queue}`, now, limit, leaseToken, leaseUntil)) as string[][];
      return rows.map(toRow);
    },
    async list({ after, limit, ...filter }) {
      const begin = placeAfter(after);
      const wanted = Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined);
      const rows: Row[] = [];
      let from: string | null = begin === null ? '+' : `(${placeOf(begin)}`;
      // one row more than the limit tells of a next page
      while (from !== null && rows.length <= limit) {
        const bounds = [from, limit + 1 - rows.length, Math.max(placesAtOnce, limit + 1)] as const;
        // as: what the script answers
        const step = (await run(scripts.list, indexFor(filter), ...bounds, ...wanted.flat())) as ListStep;
        rows.push(...step[0].map(toRow));
        from = step[1];
      }
      return pageOf(rows, limit);
    },
    async close() {
      isOpen = false;
    },
  };
}

type ListStep = readonly [rows: readonly string[][], goOn: string | null];

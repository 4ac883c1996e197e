import { aRow, storeContract } from '@k8s-pizza/slack-approval-testing';
import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { ApprovalStore, Row } from '../ports/approval-store.js';
import { pageOf, placeAfter } from '../ports/row-page.js';
import { memoryStore } from './memory-store.js';

let latest: ApprovalStore | null = null;

storeContract({
  name: 'memoryStore',
  create: async () => {
    latest = memoryStore();
    return latest;
  },
  reopen: { skip: 'it forgets with its process' },
  // there is nothing behind the port: the Map is the store's own
  readRow: async (id) => (await latest?.get(id)) ?? null,
});

test('refuses a cursor that it did not return', async () => {
  const store = memoryStore();

  await expect(store.list({ limit: 1, after: 'yesterday' })).rejects.toMatchObject({ code: 'invalid_argument' });
});

test('throws store_closed once closed', async () => {
  const store = memoryStore();
  await store.close();

  await expect(store.get('aone')).rejects.toMatchObject({ code: 'store_closed' });
});

const filters = ['queue', 'status', 'requesterId', 'attention'] as const;

type Calls = Pick<ApprovalStore, 'put' | 'claimDue' | 'list'>;

/** A store that looks at every row and sorts what it finds. */
function naiveStore(): Calls {
  const rows = new Map<string, Row>();
  return {
    async put(row, expectedVersion) {
      if ((rows.get(row.id)?.version ?? 0) !== expectedVersion) return 'conflict';
      rows.set(row.id, { ...row, version: expectedVersion + 1 });
      return 'saved';
    },
    async claimDue({ queue, now, limit: most, leaseToken, leaseUntil }) {
      const due = [...rows.values()].filter((row) => row.queue === queue && row.dueAt !== null && row.dueAt <= now);
      const first = due.sort((one, other) => (one.dueAt ?? 0) - (other.dueAt ?? 0)).slice(0, most);
      const lease = { leaseToken, leaseUntil, dueAt: leaseUntil };
      const claimed = first.map((row) => ({
        ...row,
        ...lease,
        claimCount: row.claimCount + 1,
        version: row.version + 1,
      }));
      for (const row of claimed) rows.set(row.id, row);
      return claimed;
    },
    async list(query) {
      const after = placeAfter(query.after);
      const isAfter = ({ askedAt, id }: Row) =>
        after === null || askedAt < after.askedAt || (askedAt === after.askedAt && id < after.id);
      const matches = (row: Row) => filters.every((field) => query[field] === undefined || query[field] === row[field]);
      const newestFirst = (one: Row, other: Row) => other.askedAt - one.askedAt || (one.id < other.id ? 1 : -1);
      return pageOf([...rows.values()].filter((row) => matches(row) && isAfter(row)).sort(newestFirst), query.limit);
    },
  };
}

// few values, so that rows share instants, queues and all the rest, and most versions fit
const instant = fc.integer({ min: 0, max: 5 });
const limit = fc.integer({ min: 1, max: 6 });
const id = fc.integer({ min: 0, max: 12 }).map((index) => `a${index}`);
const fields = {
  queue: fc.constantFrom('default/a', 'default/b', '~/default/channel'),
  status: fc.constantFrom('pending', 'approved'),
  requesterId: fc.constantFrom('U0ALICE', 'U0BOB'),
  attention: fc.constantFrom('stuck', 'corrupt'),
};
const nullable = {
  requesterId: fc.option(fields.requesterId),
  attention: fc.option(fields.attention),
  dueAt: fc.option(instant),
};
const after = fc.option(fc.tuple(instant, id).map(([askedAt, last]) => `${askedAt}.${last}`));

type Call = (store: Calls) => Promise<unknown>;
const aPut = fc.tuple(fc.record({ ...fields, ...nullable, id, askedAt: instant }), fc.integer({ min: 0, max: 3 })).map(
  ([given, version]): Call =>
    (store) =>
      store.put(aRow(given), version),
);
const aClaim = fc.record({ queue: fields.queue, now: instant, limit }).map(
  (claim): Call =>
    (store) =>
      store.claimDue({ ...claim, leaseToken: 'token', leaseUntil: claim.now + 2 }),
);
const aList = fc.record({ ...fields, after, limit }, { requiredKeys: ['limit'] }).map(
  (query): Call =>
    (store) =>
      store.list(query),
);

test('answers every call like a store that reads and sorts all rows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(aPut, aPut, aClaim, aList), { maxLength: 80, size: 'max' }), async (calls) => {
      const [store, naive] = [memoryStore(), naiveStore()];
      for (const call of calls) expect(await call(store)).toEqual(await call(naive));
    }),
    { numRuns: 150 },
  );
});

describe('among 50,000 rows', () => {
  const [now, count, queue] = [Date.UTC(2026, 0, 1), 50_000, 'default/a'];
  const claim = { queue, now, leaseUntil: now + 60_000, leaseToken: 'token', limit: 8 };
  const full = memoryStore();
  beforeAll(async () => {
    for (let index = 0; index < count; index += 1) {
      const at = now - ((index * 7_919) % count);
      await full.put(aRow({ id: `a${index}`, queue, askedAt: at, dueAt: at }), 0);
    }
  });

  /** How many rows a call looked up, and whether it went through all of them. */
  function looks(call: () => Promise<unknown>) {
    const lookUps = vi.spyOn(Map.prototype, 'get');
    const walks = (['values', 'entries', 'keys', 'forEach', Symbol.iterator] as const).map((name) =>
      vi.spyOn(Map.prototype, name),
    );
    // a store in memory has done all of its work when it returns its promise
    void call();
    const counted = { lookUps: lookUps.mock.calls.length, walks: walks.flatMap((walk) => walk.mock.calls).length };
    vi.restoreAllMocks();
    return counted;
  }

  test.each<[string, () => Promise<unknown>]>([
    ['a claim of eight', () => full.claimDue(claim)],
    ['a claim of nothing', () => full.claimDue({ ...claim, now: now - count })],
    ['a claim in an empty queue', () => full.claimDue({ ...claim, queue: 'default/b' })],
    ['the newest page', () => full.list({ limit: 8 })],
    ['a page from the middle', () => full.list({ limit: 8, after: `${now - count / 2}.a` })],
    ['a page of one queue', () => full.list({ limit: 8, queue, status: 'pending' })],
  ])('%s reads few rows', (_, call) => {
    const { lookUps, walks } = looks(call);

    expect(lookUps).toBeLessThanOrEqual(40);
    expect(walks).toBe(0);
  });
});

import type { Row } from '@k8s-pizza/slack-approval/store';
import { aRow, now } from '../a-row.js';
import { claim as anyClaim, claimed, putMany, type Suite } from './suite.js';

const kindQueue = 'default/channel';
const queue = '~/default/channel';
const claim = { ...anyClaim, queue };

/** A row that belongs to no approval: without a requester, asked at 0. */
const aReserved = (fields: Partial<Row> = {}): Row =>
  aRow({ id: 'areserved', queue, status: 'reserved', requesterId: null, askedAt: 0, ...fields });

const ids = (rows: readonly Row[]) => rows.map(({ id }) => id).sort();

function changing({ test, expect, open, readRow }: Suite): void {
  test('is put with compare-and-set, and keeps every field', async () => {
    const store = await open();
    const body = '{"schemaVersion":1,"nextFreeAt":1}';

    expect(await store.put(aReserved(), 0)).toBe('saved');
    expect(await store.put(aReserved({ body }), 0)).toBe('conflict');
    expect(await store.put(aReserved({ body }), 1)).toBe('saved');
    expect(await store.put(aReserved(), 1)).toBe('conflict');

    const stored = aReserved({ version: 2, body });
    expect(await store.get('areserved')).toEqual(stored);
    expect(await readRow('areserved')).toEqual(stored);
  });

  test('is changed by one of several writers that expect one version', async () => {
    const store = await open();
    await store.put(aReserved(), 0);

    for (let version = 1; version <= 10; version += 1) {
      const bodies = ['one', 'two'].map((writer) => JSON.stringify({ version, writer }));
      const answers = await Promise.all(bodies.map((body) => store.put(aReserved({ body }), version)));

      expect([...answers].sort()).toEqual(['conflict', 'saved']);
      expect((await store.get('areserved'))?.body).toBe(bodies[answers.indexOf('saved')]);
    }
  });

  test('is claimed by a claim of its queue, which gets no approval, and by no other claim', async () => {
    const store = await open();
    await store.put(aReserved(), 0);
    await store.put(aReserved({ id: 'aother', queue: '~/default/health' }), 0);
    await store.put(aReserved({ id: 'atheirs', queue: '~/team-b/channel' }), 0);
    await store.put(aRow({ id: 'akind', queue: kindQueue }), 0);

    expect(ids(await store.claimDue({ ...claim, queue: kindQueue }))).toEqual(['akind']);
    expect(ids(await store.claimDue({ ...claim, queue: 'default/~' }))).toEqual([]);
    expect(ids(await store.claimDue(claim))).toEqual(['areserved']);
    expect(await store.get('aother')).toEqual(aReserved({ id: 'aother', queue: '~/default/health', version: 1 }));
  });

  test('is leased as an approval is: to one holder, until the lease ends or a put clears it', async () => {
    const store = await open();
    await store.put(aReserved(), 0);
    const [leased] = await store.claimDue(claim);
    const again = { ...claim, leaseToken: 'token-again', leaseUntil: now + 120_000 };

    expect(leased).toEqual(claimed(aReserved({ version: 1 }), claim));
    expect(await store.claimDue({ ...again, now: claim.leaseUntil - 1 })).toEqual([]);
    expect(ids(await store.claimDue({ ...again, now: claim.leaseUntil }))).toEqual(['areserved']);
    expect(await store.put(aReserved({ dueAt: null }), 3)).toBe('saved');
    expect(await store.claimDue({ ...again, now: now + 10 * 60_000 })).toEqual([]);
  });
}

function listing({ test, expect, open }: Suite): void {
  test('comes last in a list, so that the pages of approvals are full', async () => {
    const store = await open();
    await store.put(aReserved({ id: 'zlast' }), 0);
    await putMany(store, 5, (index) => ({ askedAt: now - index * 86_400_000 }));
    await store.put(aReserved({ id: 'a9' }), 0);

    const first = await store.list({ limit: 5 });
    const second = await store.list({ limit: 5, after: first.next });

    expect(first.rows.map(({ id }) => id)).toEqual(['a00', 'a01', 'a02', 'a03', 'a04']);
    expect(second.rows.map(({ id }) => id)).toEqual(['zlast', 'a9']);
    expect(second.next).toBeNull();
  });

  test.each([
    [{ queue }, ['areserved']],
    [{ status: 'reserved' }, ['areserved']],
    [{ queue: kindQueue }, ['akind']],
    [{ status: 'pending' }, ['akind']],
    [{ requesterId: 'alertmanager' }, ['akind']],
  ])('is listed by its own queue and status alone: %j finds %j', async (filter, expected) => {
    const store = await open();
    await store.put(aReserved(), 0);
    await store.put(aRow({ id: 'akind', queue: kindQueue }), 0);

    expect(ids((await store.list({ ...filter, limit: 10 })).rows)).toEqual(expected);
  });
}

/** Rows that belong to no approval are rows like all others. */
export function reservedContract(suite: Suite): void {
  changing(suite);
  listing(suite);
}

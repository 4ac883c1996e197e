import type { Row } from '@k8s-pizza/slack-approval/store';
import { aRow, now } from '../a-row.js';
import { claim, claimed, putMany, type Suite } from './suite.js';

const queue = 'default/pizza-order';

const ids = (rows: readonly Row[]) => rows.map((row) => row.id).sort();

function claimWhich({ test, expect, open }: Suite): void {
  test('takes a row that is due at this very instant, and none that is due a millisecond later', async () => {
    const store = await open();
    await store.put(aRow({ id: 'apast', dueAt: 1 }), 0);
    await store.put(aRow({ id: 'anow', dueAt: now }), 0);
    await store.put(aRow({ id: 'alater', dueAt: now + 1 }), 0);

    expect(ids(await store.claimDue(claim))).toEqual(['anow', 'apast']);
    expect((await store.get('alater'))?.version).toBe(1);
  });

  test('never takes a row whose `dueAt` is null', async () => {
    const store = await open();
    await store.put(aRow({ dueAt: null }), 0);

    expect(await store.claimDue({ ...claim, now: Number.MAX_SAFE_INTEGER - 1 })).toEqual([]);
  });

  test('takes rows of the given queue only', async () => {
    const store = await open();
    const queues = [queue, 'default/pizza', 'default/pizza-order-2', 'team-b/pizza-order'];
    await putMany(store, queues.length, (index) => ({ queue: queues[index] ?? '' }));

    expect(ids(await store.claimDue(claim))).toEqual(['a00']);
  });

  test('takes rows of every status: what is due after a decision is work too', async () => {
    const store = await open();
    const statuses = ['pending', 'approved', 'rejected', 'expired', 'withdrawn'];
    await putMany(store, statuses.length, (index) => ({ status: statuses[index] ?? '' }));

    expect(await store.claimDue(claim)).toHaveLength(statuses.length);
  });

  test('chooses the oldest due when there are more than the limit', async () => {
    const store = await open();
    await putMany(store, 7, (index) => ({ dueAt: now - ((index * 3) % 7) }));

    expect(ids(await store.claimDue({ ...claim, limit: 3 }))).toEqual(['a02', 'a04', 'a06']);
    expect(ids(await store.claimDue({ ...claim, limit: 3 }))).toEqual(['a01', 'a03', 'a05']);
    expect(ids(await store.claimDue({ ...claim, limit: 3 }))).toEqual(['a00']);
  });

  test('answers an empty list when nothing is due', async () => {
    const store = await open();

    expect(await store.claimDue(claim)).toEqual([]);
  });
}

function claimHow({ test, expect, open }: Suite): void {
  test('changes the lease, the due instant, the count and the version, and nothing else', async () => {
    const store = await open();
    const row = aRow({ claimCount: 2, attention: 'stuck', body: '{"text":"🍕"}', dueAt: now - 5 });
    await store.put(row, 0);

    const rows = await store.claimDue(claim);

    expect(rows).toEqual([claimed({ ...row, version: 1 }, claim)]);
    expect(await store.get(row.id)).toEqual(rows[0]);
  });

  test('does not take a row again while its lease runs, and does at the instant it ends', async () => {
    const store = await open();
    await store.put(aRow(), 0);
    await store.claimDue(claim);
    const again = { ...claim, leaseToken: 'token-again', leaseUntil: now + 120_000 };

    expect(await store.claimDue({ ...again, now: claim.leaseUntil - 1 })).toEqual([]);
    expect(await store.claimDue({ ...again, now: claim.leaseUntil })).toEqual([
      claimed(claimed(aRow({ version: 1 }), claim), again),
    ]);
  });

  test('takes over a lease that has run out', async () => {
    const store = await open();
    const left = aRow({ leaseToken: 'token-dead', leaseUntil: now, dueAt: now, claimCount: 1 });
    await store.put(left, 0);

    expect(await store.claimDue(claim)).toEqual([claimed({ ...left, version: 1 }, claim)]);
  });

  test('is a put: a writer that expects the version before it gets a conflict', async () => {
    const store = await open();
    await store.put(aRow(), 0);
    const [row] = await store.claimDue(claim);

    expect(await store.put(aRow({ status: 'approved' }), 1)).toBe('conflict');
    expect(await store.put(aRow({ status: 'approved', dueAt: null }), row?.version ?? 0)).toBe('saved');
  });

  test('is seen by list', async () => {
    const store = await open();
    await store.put(aRow(), 0);
    const rows = await store.claimDue(claim);

    expect((await store.list({ queue, limit: 1 })).rows).toEqual(rows);
  });
}

export function claimContract(suite: Suite): void {
  claimWhich(suite);
  claimHow(suite);
}

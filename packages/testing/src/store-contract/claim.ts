import assert from 'node:assert/strict';
import type { Row } from '@k8s-pizza/slack-approval/store';
import { aRow, now } from '../a-row.js';
import { assertSame } from '../contract/assertions.js';
import { claim, claimed, putMany, type Suite } from './suite.js';

const queue = 'default/pizza-order';

const ids = (rows: readonly Row[]) => rows.map((row) => row.id).sort();

function claimWhich({ test }: Suite): void {
  test('takes a row that is due at this very instant, and none that is due a millisecond later', async ({ store }) => {
    await store.put(aRow({ id: 'apast', dueAt: 1 }), 0);
    await store.put(aRow({ id: 'anow', dueAt: now }), 0);
    await store.put(aRow({ id: 'alater', dueAt: now + 1 }), 0);

    assertSame(ids(await store.claimDue(claim)), ['anow', 'apast']);
    assert.equal((await store.get('alater'))?.version, 1);
  });

  test('never takes a row whose `dueAt` is null', async ({ store }) => {
    await store.put(aRow({ dueAt: null }), 0);

    assertSame(await store.claimDue({ ...claim, now: Number.MAX_SAFE_INTEGER - 1 }), []);
  });

  test('takes rows of the given queue only', async ({ store }) => {
    const queues = [queue, 'default/pizza', 'default/pizza-order-2', 'team-b/pizza-order'];
    await putMany(store, queues.length, (index) => ({ queue: queues[index] ?? '' }));

    assertSame(ids(await store.claimDue(claim)), ['a00']);
  });

  test('takes rows of every status: what is due after a decision is work too', async ({ store }) => {
    const statuses = ['pending', 'approved', 'rejected', 'expired', 'withdrawn'];
    await putMany(store, statuses.length, (index) => ({ status: statuses[index] ?? '' }));

    assert.equal((await store.claimDue(claim)).length, statuses.length);
  });

  test('chooses the oldest due when there are more than the limit', async ({ store }) => {
    await putMany(store, 7, (index) => ({ dueAt: now - ((index * 3) % 7) }));

    assertSame(ids(await store.claimDue({ ...claim, limit: 3 })), ['a02', 'a04', 'a06']);
    assertSame(ids(await store.claimDue({ ...claim, limit: 3 })), ['a01', 'a03', 'a05']);
    assertSame(ids(await store.claimDue({ ...claim, limit: 3 })), ['a00']);
  });

  test('answers an empty list when nothing is due', async ({ store }) => {
    assertSame(await store.claimDue(claim), []);
  });
}

function claimHow({ test }: Suite): void {
  test('changes the lease, the due instant, the count and the version, and nothing else', async ({ store }) => {
    const row = aRow({ claimCount: 2, attention: 'stuck', body: '{"text":"🍕"}', dueAt: now - 5 });
    await store.put(row, 0);

    const rows = await store.claimDue(claim);

    assertSame(rows, [claimed({ ...row, version: 1 }, claim)]);
    assertSame(await store.get(row.id), rows[0]);
  });

  test('does not take a row again while its lease runs, and does at the instant it ends', async ({ store }) => {
    await store.put(aRow(), 0);
    await store.claimDue(claim);
    const again = { ...claim, leaseToken: 'token-again', leaseUntil: now + 120_000 };

    assertSame(await store.claimDue({ ...again, now: claim.leaseUntil - 1 }), []);
    assertSame(await store.claimDue({ ...again, now: claim.leaseUntil }), [
      claimed(claimed(aRow({ version: 1 }), claim), again),
    ]);
  });

  test('takes over a lease that has run out', async ({ store }) => {
    const left = aRow({ leaseToken: 'token-dead', leaseUntil: now, dueAt: now, claimCount: 1 });
    await store.put(left, 0);

    assertSame(await store.claimDue(claim), [claimed({ ...left, version: 1 }, claim)]);
  });

  test('is a put: a writer that expects the version before it gets a conflict', async ({ store }) => {
    await store.put(aRow(), 0);
    const [row] = await store.claimDue(claim);

    assert.equal(await store.put(aRow({ status: 'approved' }), 1), 'conflict');
    assert.equal(await store.put(aRow({ status: 'approved', dueAt: null }), row?.version ?? 0), 'saved');
  });

  test('is seen by list', async ({ store }) => {
    await store.put(aRow(), 0);
    const rows = await store.claimDue(claim);

    assertSame((await store.list({ queue, limit: 1 })).rows, rows);
  });
}

export function claimContract(suite: Suite): void {
  claimWhich(suite);
  claimHow(suite);
}

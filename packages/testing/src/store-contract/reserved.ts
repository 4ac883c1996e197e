import assert from 'node:assert/strict';
import type { Row } from '@k8s-pizza/slack-approval/store';
import { aRow, now } from '../a-row.js';
import { assertSame } from '../contract/assertions.js';
import { claim as anyClaim, claimed, putMany, type Suite } from './suite.js';

const kindQueue = 'default/channel';
const queue = '~/default/channel';
const claim = { ...anyClaim, queue };

/** A row that belongs to no approval: without a requester, asked at 0. */
const aReserved = (fields: Partial<Row> = {}): Row =>
  aRow({ id: 'areserved', queue, status: 'reserved', requesterId: null, askedAt: 0, ...fields });

const ids = (rows: readonly Row[]) => rows.map(({ id }) => id).sort();

function changing({ test }: Suite): void {
  test('is put with compare-and-set, and keeps every field', async ({ store, readRow }) => {
    const body = '{"schemaVersion":1,"nextFreeAt":1}';

    assert.equal(await store.put(aReserved(), 0), 'saved');
    assert.equal(await store.put(aReserved({ body }), 0), 'conflict');
    assert.equal(await store.put(aReserved({ body }), 1), 'saved');
    assert.equal(await store.put(aReserved(), 1), 'conflict');

    const stored = aReserved({ version: 2, body });
    assertSame(await store.get('areserved'), stored);
    assertSame(await readRow('areserved'), stored);
  });

  test('is changed by one of several writers that expect one version', async ({ store }) => {
    await store.put(aReserved(), 0);

    for (let version = 1; version <= 10; version += 1) {
      const bodies = ['one', 'two'].map((writer) => JSON.stringify({ version, writer }));
      const answers = await Promise.all(bodies.map((body) => store.put(aReserved({ body }), version)));

      assertSame([...answers].sort(), ['conflict', 'saved']);
      assert.equal((await store.get('areserved'))?.body, bodies[answers.indexOf('saved')]);
    }
  });

  test('is claimed by a claim of its queue, which gets no approval, and by no other claim', async ({ store }) => {
    await store.put(aReserved(), 0);
    await store.put(aReserved({ id: 'aother', queue: '~/default/health' }), 0);
    await store.put(aReserved({ id: 'atheirs', queue: '~/team-b/channel' }), 0);
    await store.put(aRow({ id: 'akind', queue: kindQueue }), 0);

    assertSame(ids(await store.claimDue({ ...claim, queue: kindQueue })), ['akind']);
    assertSame(ids(await store.claimDue({ ...claim, queue: 'default/~' })), []);
    assertSame(ids(await store.claimDue(claim)), ['areserved']);
    assertSame(await store.get('aother'), aReserved({ id: 'aother', queue: '~/default/health', version: 1 }));
  });

  test('is leased as an approval is: to one holder, until the lease ends or a put clears it', async ({ store }) => {
    await store.put(aReserved(), 0);
    const [leased] = await store.claimDue(claim);
    const again = { ...claim, leaseToken: 'token-again', leaseUntil: now + 120_000 };

    assertSame(leased, claimed(aReserved({ version: 1 }), claim));
    assertSame(await store.claimDue({ ...again, now: claim.leaseUntil - 1 }), []);
    assertSame(ids(await store.claimDue({ ...again, now: claim.leaseUntil })), ['areserved']);
    assert.equal(await store.put(aReserved({ dueAt: null }), 3), 'saved');
    assertSame(await store.claimDue({ ...again, now: now + 10 * 60_000 }), []);
  });
}

function listing({ test }: Suite): void {
  test('comes last in a list, so that the pages of approvals are full', async ({ store }) => {
    await store.put(aReserved({ id: 'zlast' }), 0);
    await putMany(store, 5, (index) => ({ askedAt: now - index * 86_400_000 }));
    await store.put(aReserved({ id: 'a9' }), 0);

    const first = await store.list({ limit: 5 });
    const second = await store.list({ limit: 5, after: first.next });

    assertSame(
      first.rows.map(({ id }) => id),
      ['a00', 'a01', 'a02', 'a03', 'a04'],
    );
    assertSame(
      second.rows.map(({ id }) => id),
      ['zlast', 'a9'],
    );
    assert.equal(second.next, null);
  });

  const filters = [
    [{ queue }, ['areserved']],
    [{ status: 'reserved' }, ['areserved']],
    [{ queue: kindQueue }, ['akind']],
    [{ status: 'pending' }, ['akind']],
    [{ requesterId: 'alertmanager' }, ['akind']],
  ] as const;
  for (const [filter, expected] of filters)
    test(`is listed by its own queue and status alone: ${JSON.stringify(filter)} finds ${expected}`, async ({
      store,
    }) => {
      await store.put(aReserved(), 0);
      await store.put(aRow({ id: 'akind', queue: kindQueue }), 0);

      assertSame(ids((await store.list({ ...filter, limit: 10 })).rows), expected);
    });
}

/** Rows that belong to no approval are rows like all others. */
export function reservedContract(suite: Suite): void {
  changing(suite);
  listing(suite);
}

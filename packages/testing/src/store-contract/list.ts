import assert from 'node:assert/strict';
import type { ApprovalStore, RowQuery } from '@k8s-pizza/slack-approval/store';
import { aRow, now } from '../a-row.js';
import { assertSame } from '../contract/assertions.js';
import { putMany, type Suite } from './suite.js';

const [orders, deploys] = ['default/pizza-order', 'default/deploy'];

/** `a00` … `a07`, asked one after the other; each filter splits them in another way. */
async function putMixture(store: ApprovalStore): Promise<void> {
  await putMany(store, 8, (index) => ({
    askedAt: now + index,
    queue: index % 2 === 0 ? orders : deploys,
    status: index < 4 ? 'pending' : 'approved',
    requesterId: index % 4 < 2 ? 'U0ALICE' : null,
    attention: index === 3 || index === 4 ? 'stuck' : null,
  }));
}

type Filter = Omit<RowQuery, 'limit' | 'after'>;

const filters: readonly (readonly [Filter, readonly string[]])[] = [
  [{}, ['a07', 'a06', 'a05', 'a04', 'a03', 'a02', 'a01', 'a00']],
  [{ queue: orders }, ['a06', 'a04', 'a02', 'a00']],
  [{ status: 'pending' }, ['a03', 'a02', 'a01', 'a00']],
  [{ requesterId: 'U0ALICE' }, ['a05', 'a04', 'a01', 'a00']],
  [{ attention: 'stuck' }, ['a04', 'a03']],
  [{ queue: orders, status: 'approved' }, ['a06', 'a04']],
  [{ queue: deploys, requesterId: 'U0ALICE' }, ['a05', 'a01']],
  [{ queue: orders, attention: 'stuck' }, ['a04']],
  [{ status: 'approved', requesterId: 'U0ALICE' }, ['a05', 'a04']],
  [{ status: 'pending', attention: 'stuck' }, ['a03']],
  [{ requesterId: 'U0ALICE', attention: 'stuck' }, ['a04']],
  [{ queue: orders, status: 'approved', requesterId: 'U0ALICE', attention: 'stuck' }, ['a04']],
  [{ queue: deploys, status: 'pending', requesterId: 'U0ALICE', attention: 'stuck' }, []],
  [{ queue: 'default/none' }, []],
  [{ queue: 'default/pizza' }, []],
  [{ status: 'PENDING' }, []],
  [{ requesterId: '' }, []],
];

export function listContract({ test }: Suite): void {
  for (const [filter, ids] of filters)
    test(`with ${JSON.stringify(filter)} finds ${JSON.stringify(ids)}, newest asked first`, async ({ store }) => {
      await putMixture(store);

      const { rows, next } = await store.list({ ...filter, limit: 20 });

      assertSame(
        rows.map((row) => row.id),
        ids,
      );
      assert.equal(next, null);
    });

  test('orders rows that were asked at one instant by id, descending', async ({ store }) => {
    // by their bytes: in Czech `ch` comes after `h`
    for (const id of ['ab', 'a2', 'ach', 'az', 'a7', 'aab', 'ah']) await store.put(aRow({ id }), 0);

    const { rows } = await store.list({ limit: 10 });

    assertSame(
      rows.map((row) => row.id),
      ['az', 'ah', 'ach', 'ab', 'aab', 'a7', 'a2'],
    );
  });

  test('gives whole rows, as get does', async ({ store }) => {
    await putMixture(store);

    for (const row of (await store.list({ limit: 20 })).rows) assertSame(row, await store.get(row.id));
  });

  test('follows a row whose fields change', async ({ store }) => {
    await store.put(aRow(), 0);

    await store.put(aRow({ status: 'approved', attention: 'stuck', requesterId: 'U0BOB', queue: deploys }), 1);

    for (const filter of [{ status: 'pending' }, { requesterId: 'alertmanager' }, { queue: orders }]) {
      assertSame((await store.list({ ...filter, limit: 1 })).rows, []);
    }
    for (const filter of [
      { status: 'approved' },
      { attention: 'stuck' },
      { requesterId: 'U0BOB' },
      { queue: deploys },
    ]) {
      assert.equal((await store.list({ ...filter, limit: 1 })).rows.length, 1);
    }
  });

  test('answers no rows and no next page when it is empty', async ({ store }) => {
    assertSame(await store.list({ limit: 10 }), { rows: [], next: null });
  });
}

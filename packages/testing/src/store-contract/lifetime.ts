import assert from 'node:assert/strict';
import { types } from 'node:util';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { aRow, now } from '../a-row.js';
import { assertSame, rejectionOf } from '../contract/assertions.js';
import { claim as anyClaim, claimed, putMany, type Suite } from './suite.js';

const claim = { ...anyClaim, limit: 1 };

const calls: Record<'get' | 'put' | 'claimDue' | 'list', (store: ApprovalStore) => Promise<unknown>> = {
  get: (store) => store.get('aone'),
  put: (store) => store.put(aRow(), 0),
  claimDue: (store) => store.claimDue(claim),
  list: (store) => store.list({ limit: 1 }),
};

function reopening({ test, skip, reopen: howToReopen }: Suite): void {
  const title = 'a store opened again finds everything and goes on from there';
  if (typeof howToReopen !== 'function') {
    skip(title, howToReopen.skip);
    return;
  }
  test(title, async ({ store, reopen }) => {
    await putMany(store, 3, (index) => ({ askedAt: now + index, dueAt: now + index, body: '{"text":"🍕"}' }));
    const rows = await store.claimDue(claim);
    const before = await store.list({ limit: 10 });

    assert.ok(reopen !== null);
    const again = await reopen();

    assertSame(before.rows.at(-1), rows[0]);
    assertSame(await again.list({ limit: 10 }), before);
    assertSame(await again.get('a00'), claimed(aRow({ id: 'a00', version: 1, body: '{"text":"🍕"}' }), claim));
    assert.equal(await again.put(aRow({ id: 'a01' }), 0), 'conflict');
    assert.equal(await again.put(aRow({ id: 'a01' }), 1), 'saved');
  });
}

export function lifetimeContract(suite: Suite): void {
  const { test } = suite;
  reopening(suite);

  test('closing twice is harmless', async ({ store }) => {
    await store.close();

    assert.equal(await store.close(), undefined);
  });

  for (const [name, call] of Object.entries(calls))
    test(`${name} rejects once the store is closed`, async ({ store }) => {
      await store.put(aRow(), 0);
      await store.close();

      assert.ok(types.isNativeError(await rejectionOf(call(store))), 'What a closed store throws is no error.');
    });
}

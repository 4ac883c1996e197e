import assert from 'node:assert/strict';
import type { Row } from '@k8s-pizza/slack-approval/store';
import { aRow, now } from '../a-row.js';
import { assertSame } from '../contract/assertions.js';
import type { Suite } from './suite.js';

const another: Row = aRow({
  queue: 'team-b/deploy',
  status: 'rejected',
  requesterId: null,
  askedAt: now + 1,
  dueAt: null,
  leaseToken: 'token-2',
  leaseUntil: now + 60_000,
  claimCount: 2,
  attention: 'stuck',
  body: '{"other":true}',
});

export function putContract({ test }: Suite): void {
  test('saves a new row as version 1 when 0 is expected', async ({ store }) => {
    assert.equal(await store.put(aRow(), 0), 'saved');
    assertSame(await store.get('aone'), aRow({ version: 1 }));
  });

  test('replaces every field and raises the version when the expected one is stored', async ({ store }) => {
    await store.put(aRow(), 0);

    assert.equal(await store.put(another, 1), 'saved');
    assertSame(await store.get('aone'), { ...another, version: 2 });

    assert.equal(await store.put(aRow(), 2), 'saved');
    assertSame(await store.get('aone'), aRow({ version: 3 }));
  });

  for (const version of [0, 1, 3, 99])
    test(`does not read row.version: ${version} with 2 expected is stored as 3`, async ({ store }) => {
      await store.put(aRow(), 0);
      await store.put(aRow(), 1);

      assert.equal(await store.put(aRow({ version }), 2), 'saved');
      assert.equal((await store.get('aone'))?.version, 3);
    });

  for (const expectedVersion of [0, 1, 3])
    test(`with 2 stored, ${expectedVersion} expected is a conflict that changes nothing`, async ({ store }) => {
      await store.put(aRow(), 0);
      await store.put(aRow(), 1);

      assert.equal(await store.put(another, expectedVersion), 'conflict');
      assertSame(await store.get('aone'), aRow({ version: 2 }));
      assertSame((await store.list({ limit: 10 })).rows, [aRow({ version: 2 })]);
    });

  test('is a conflict that stores nothing when a version is expected and no row is there', async ({ store }) => {
    assert.equal(await store.put(aRow(), 1), 'conflict');
    assert.equal(await store.get('aone'), null);
  });

  test('raises the version also when nothing else differs', async ({ store }) => {
    await store.put(aRow(), 0);

    assert.equal(await store.put(aRow(), 1), 'saved');
    assert.equal((await store.get('aone'))?.version, 2);
  });

  test('leaves all other rows alone', async ({ store }) => {
    await store.put(aRow(), 0);
    await store.put(aRow({ id: 'atwo' }), 0);

    await store.put({ ...another, id: 'atwo' }, 1);

    assertSame(await store.get('aone'), aRow({ version: 1 }));
  });
}

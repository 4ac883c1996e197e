import assert from 'node:assert/strict';
import { aRow } from '../a-row.js';
import { assertSame } from '../contract/assertions.js';
import type { Suite } from './suite.js';

/** After a lost answer the caller calls again, as after an error. `claim.ts` has the same for a claim. */
export function lostAnswerContract({ test }: Suite): void {
  for (const version of [0, 1])
    test(`the put that arrived is there, and the same put again is a conflict, ${version} expected`, async ({
      store,
    }) => {
      if (version === 1) await store.put(aRow(), 0);
      const row = aRow({ status: 'approved', body: '{"writeId":"w1"}' });
      await store.put(row, version);

      assert.equal(await store.put(row, version), 'conflict');
      assertSame(await store.get('aone'), { ...row, version: version + 1 });
      assert.equal((await store.list({ limit: 10 })).rows.length, 1);
    });

  test('a put of another writer that came in between is not overwritten by the same put again', async ({ store }) => {
    await store.put(aRow(), 0);
    await store.put(aRow({ body: '{"writeId":"lost"}' }), 1);
    const between = aRow({ status: 'rejected', body: '{"writeId":"other"}' });
    await store.put(between, 2);

    assert.equal(await store.put(aRow({ body: '{"writeId":"lost"}' }), 1), 'conflict');
    assertSame(await store.get('aone'), { ...between, version: 3 });
  });
}

import { aRow } from '../a-row.js';
import type { Suite } from './suite.js';

/** After a lost answer the caller calls again, as after an error. `claim.ts` has the same for a claim. */
export function lostAnswerContract({ test, expect, open }: Suite): void {
  test.each([0, 1])(
    'the put that arrived is there, and the same put again is a conflict, %i expected',
    async (version) => {
      const store = await open();
      if (version === 1) await store.put(aRow(), 0);
      const row = aRow({ status: 'approved', body: '{"writeId":"w1"}' });
      await store.put(row, version);

      expect(await store.put(row, version)).toBe('conflict');
      expect(await store.get('aone')).toEqual({ ...row, version: version + 1 });
      expect((await store.list({ limit: 10 })).rows).toHaveLength(1);
    },
  );

  test('a put of another writer that came in between is not overwritten by the same put again', async () => {
    const store = await open();
    await store.put(aRow(), 0);
    await store.put(aRow({ body: '{"writeId":"lost"}' }), 1);
    const between = aRow({ status: 'rejected', body: '{"writeId":"other"}' });
    await store.put(between, 2);

    expect(await store.put(aRow({ body: '{"writeId":"lost"}' }), 1)).toBe('conflict');
    expect(await store.get('aone')).toEqual({ ...between, version: 3 });
  });
}

import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { aRow, now } from '../a-row.js';
import { claim as anyClaim, claimed, putMany, type Suite } from './suite.js';

const claim = { ...anyClaim, limit: 1 };

const calls: Record<'get' | 'put' | 'claimDue' | 'list', (store: ApprovalStore) => Promise<unknown>> = {
  get: (store) => store.get('aone'),
  put: (store) => store.put(aRow(), 0),
  claimDue: (store) => store.claimDue(claim),
  list: (store) => store.list({ limit: 1 }),
};

function reopening({ name, test, expect, open, reopen }: Suite): void {
  test('a store opened again finds everything and goes on from there', async (context) => {
    if (typeof reopen !== 'function') {
      process.stdout.write(`skipped: ${name}, opening again: ${reopen.skip}\n`);
      return context.skip(reopen.skip);
    }
    const store = await open();
    await putMany(store, 3, (index) => ({ askedAt: now + index, dueAt: now + index, body: '{"text":"🍕"}' }));
    const rows = await store.claimDue(claim);
    const before = await store.list({ limit: 10 });

    const again = await reopen(store);
    context.onTestFinished(() => again.close());

    expect(before.rows.at(-1)).toEqual(rows[0]);
    expect(await again.list({ limit: 10 })).toEqual(before);
    expect(await again.get('a00')).toEqual(claimed(aRow({ id: 'a00', version: 1, body: '{"text":"🍕"}' }), claim));
    expect(await again.put(aRow({ id: 'a01' }), 0)).toBe('conflict');
    expect(await again.put(aRow({ id: 'a01' }), 1)).toBe('saved');
  });
}

export function lifetimeContract(suite: Suite): void {
  const { test, expect, open } = suite;
  reopening(suite);

  test('closing twice is harmless', async () => {
    const store = await open();

    await store.close();

    await expect(store.close()).resolves.toBeUndefined();
  });

  test.each(Object.entries(calls))('%s rejects once the store is closed', async (_, call) => {
    const store = await open();
    await store.put(aRow(), 0);
    await store.close();

    await expect(call(store)).rejects.toThrow();
  });
}

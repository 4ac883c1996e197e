import type { Row } from '@k8s-pizza/slack-approval/store';
import { aRow, now } from '../a-row.js';
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

export function putContract({ test, expect, open }: Suite): void {
  test('saves a new row as version 1 when 0 is expected', async () => {
    const store = await open();

    expect(await store.put(aRow(), 0)).toBe('saved');
    expect(await store.get('aone')).toEqual(aRow({ version: 1 }));
  });

  test('replaces every field and raises the version when the expected one is stored', async () => {
    const store = await open();
    await store.put(aRow(), 0);

    expect(await store.put(another, 1)).toBe('saved');
    expect(await store.get('aone')).toEqual({ ...another, version: 2 });

    expect(await store.put(aRow(), 2)).toBe('saved');
    expect(await store.get('aone')).toEqual(aRow({ version: 3 }));
  });

  test.each([0, 1, 3, 99])('does not read row.version: %i with 2 expected is stored as 3', async (version) => {
    const store = await open();
    await store.put(aRow(), 0);
    await store.put(aRow(), 1);

    expect(await store.put(aRow({ version }), 2)).toBe('saved');
    expect((await store.get('aone'))?.version).toBe(3);
  });

  test.each([0, 1, 3])('with 2 stored, %i expected is a conflict that changes nothing', async (expectedVersion) => {
    const store = await open();
    await store.put(aRow(), 0);
    await store.put(aRow(), 1);

    expect(await store.put(another, expectedVersion)).toBe('conflict');
    expect(await store.get('aone')).toEqual(aRow({ version: 2 }));
    expect((await store.list({ limit: 10 })).rows).toEqual([aRow({ version: 2 })]);
  });

  test('is a conflict that stores nothing when a version is expected and no row is there', async () => {
    const store = await open();

    expect(await store.put(aRow(), 1)).toBe('conflict');
    expect(await store.get('aone')).toBeNull();
  });

  test('raises the version also when nothing else differs', async () => {
    const store = await open();
    await store.put(aRow(), 0);

    expect(await store.put(aRow(), 1)).toBe('saved');
    expect((await store.get('aone'))?.version).toBe(2);
  });

  test('leaves all other rows alone', async () => {
    const store = await open();
    await store.put(aRow(), 0);
    await store.put(aRow({ id: 'atwo' }), 0);

    await store.put({ ...another, id: 'atwo' }, 1);

    expect(await store.get('aone')).toEqual(aRow({ version: 1 }));
  });
}

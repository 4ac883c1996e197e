import { memoryStore } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { lazyStore } from '../../src/connections.js';

describe('a lazy store', () => {
  test('is opened once, at the first use', async () => {
    let openedCount = 0;
    const store = lazyStore(async () => {
      openedCount += 1;
      return memoryStore();
    });
    expect(openedCount).toBe(0);

    await Promise.all([store.get('a'), store.list({ limit: 1 })]);

    expect(openedCount).toBe(1);
  });

  test('is opened again by the next call after a failure', async () => {
    let isAway = true;
    const store = lazyStore(async () => {
      if (isAway) throw new Error('the database is away');
      return memoryStore();
    });
    await expect(store.get('a')).rejects.toThrow('the database is away');

    isAway = false;

    expect(await store.get('a')).toBeNull();
  });
});

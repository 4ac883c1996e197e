import { storeContract } from '@k8s-pizza/slack-approval-testing';
import { expect, test } from 'vitest';
import { memoryStore } from './memory-store.js';
import type { ApprovalStore } from './ports/approval-store.js';

let latest: ApprovalStore | null = null;

storeContract({
  name: 'memoryStore',
  create: async () => {
    latest = memoryStore();
    return latest;
  },
  reopen: { skip: 'it forgets with its process' },
  // there is nothing behind the port: the Map is the store's own
  readRow: async (id) => (await latest?.get(id)) ?? null,
});

test('refuses a cursor it did not give', async () => {
  const store = memoryStore();

  await expect(store.list({ limit: 1, after: 'yesterday' })).rejects.toMatchObject({ code: 'invalid_argument' });
});

test('says by code that it is closed', async () => {
  const store = memoryStore();
  await store.close();

  await expect(store.get('aone')).rejects.toMatchObject({ code: 'store_closed' });
});

import { memoryStore } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import type { Pending } from './pending.js';

/** Reads and writes as `memoryStore` does, and finds the approval pending each time. */
export async function alwaysPending({ row }: Pending): Promise<ApprovalStore> {
  const store = memoryStore();
  await store.put(row, 0);
  let version = 1;
  return {
    ...store,
    async get(id) {
      await store.get(id);
      return { ...row, version };
    },
    async put(decided, expectedVersion) {
      version += 1;
      return await store.put(decided, expectedVersion);
    },
  };
}

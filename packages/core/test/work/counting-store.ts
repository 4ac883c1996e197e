import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';

export interface StoreCounts {
  get: number;
  put: number;
  claimDue: number;
  /** Rows that claims returned. */
  claimed: number;
  list: number;
}

/** The same store, and how often each of its methods was called. */
export function countingStore(store: ApprovalStore): { readonly store: ApprovalStore; readonly counts: StoreCounts } {
  const counts: StoreCounts = { get: 0, put: 0, claimDue: 0, claimed: 0, list: 0 };
  return {
    counts,
    store: {
      ...store,
      async get(id) {
        counts.get += 1;
        return await store.get(id);
      },
      async put(row, expectedVersion) {
        counts.put += 1;
        return await store.put(row, expectedVersion);
      },
      async claimDue(claim) {
        counts.claimDue += 1;
        const rows = await store.claimDue(claim);
        counts.claimed += rows.length;
        return rows;
      },
      async list(query) {
        counts.list += 1;
        return await store.list(query);
      },
    },
  };
}

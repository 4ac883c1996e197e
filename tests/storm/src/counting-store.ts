import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import type { StoreCalls } from './settings.js';

/** What was called since it was taken last. */
export interface CallCounts {
  readonly storeCalls: StoreCalls;
  /** The most calls between two turns of the event loop: no other work runs meanwhile. */
  readonly maxCallsInTurn: number;
}

const none: StoreCalls = { get: 0, put: 0, claimDue: 0, list: 0 };

/** A store that counts the calls for what `counts` says by the queue or the id. */
export function countingStore(
  store: ApprovalStore,
  counts: (row: { readonly queue?: string; readonly id?: string }) => boolean,
): { readonly store: ApprovalStore; readonly take: () => CallCounts } {
  let storeCalls = none;
  let callsInTurn = 0;
  let maxCallsInTurn = 0;
  const count = (name: keyof StoreCalls, row: Parameters<typeof counts>[0]): void => {
    if (callsInTurn === 0) setImmediate(endTurn);
    callsInTurn += 1;
    if (counts(row)) storeCalls = { ...storeCalls, [name]: storeCalls[name] + 1 };
  };
  const endTurn = (): void => {
    maxCallsInTurn = Math.max(maxCallsInTurn, callsInTurn);
    callsInTurn = 0;
  };
  return {
    store: {
      ...store,
      async get(id) {
        count('get', { id });
        return await store.get(id);
      },
      async put(row, expectedVersion) {
        count('put', row);
        return await store.put(row, expectedVersion);
      },
      async claimDue(claim) {
        count('claimDue', claim);
        return await store.claimDue(claim);
      },
      async list(query) {
        count('list', query);
        return await store.list(query);
      },
    },
    take() {
      const taken = { storeCalls, maxCallsInTurn };
      storeCalls = none;
      maxCallsInTurn = 0;
      return taken;
    },
  };
}

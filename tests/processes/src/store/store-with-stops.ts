import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import type { Holds } from '../holds.js';

/** The places around a call of the store. */
export type StorePoint = `${'before' | 'after'} ${'get' | 'put' | 'claim'}`;

/** Adds a place before and after each call of the store. */
export function storeWithStops(store: ApprovalStore, holds: Pick<Holds, 'pass'>): ApprovalStore {
  const between = async <Value>(name: 'get' | 'put' | 'claim', doing: () => Promise<Value>): Promise<Value> => {
    await holds.pass(`before ${name}` satisfies StorePoint);
    const value = await doing();
    await holds.pass(`after ${name}` satisfies StorePoint);
    return value;
  };
  return {
    get: (id) => between('get', () => store.get(id)),
    put: (row, expectedVersion) => between('put', () => store.put(row, expectedVersion)),
    claimDue: (claim) => between('claim', () => store.claimDue(claim)),
    list: (query) => store.list(query),
    close: () => store.close(),
  };
}

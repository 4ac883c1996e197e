import type { ApprovalStore } from '../ports/approval-store.js';

/** The latest write of this process: whether it failed, and when one last succeeded. */
export interface WriteWatch {
  hasFailed: boolean;
  lastAt: number | null;
}

/** Passes every call on to the store and notes how its writes end, for `health`. */
export function watchedStore(store: ApprovalStore, watch: WriteWatch, clock: () => number): ApprovalStore {
  const watching = async <Value>(writing: Promise<Value>): Promise<Value> => {
    try {
      const answer = await writing;
      watch.hasFailed = false;
      watch.lastAt = clock();
      return answer;
    } catch (error) {
      watch.hasFailed = true;
      throw error;
    }
  };
  /** A claim writes only where something is due, so its success tells nothing. */
  const failing = async <Value>(claiming: Promise<Value>): Promise<Value> => {
    try {
      return await claiming;
    } catch (error) {
      watch.hasFailed = true;
      throw error;
    }
  };
  return {
    durable: store.durable ?? true,
    get: (id) => store.get(id),
    put: (row, expectedVersion) => watching(store.put(row, expectedVersion)),
    claimDue: (claim) => failing(store.claimDue(claim)),
    list: (query) => store.list(query),
    close: () => store.close(),
  };
}

import type { ApprovalStore } from '../ports/approval-store.js';

/** Whether the latest write of this process failed, and when one last succeeded. */
export interface WriteWatch {
  hasFailed: boolean;
  lastAt: number | null;
}

/** Wraps a store and notes in `watch` how its writes end, for `health`. */
export function watchWrites(store: ApprovalStore, watch: WriteWatch, clock: () => number): ApprovalStore {
  const noteWrite = async <Value>(writing: Promise<Value>): Promise<Value> => {
    try {
      const result = await writing;
      watch.hasFailed = false;
      watch.lastAt = clock();
      return result;
    } catch (error) {
      watch.hasFailed = true;
      throw error;
    }
  };
  /** A claim writes only if something is due, so its success proves nothing. */
  const noteFailure = async <Value>(claiming: Promise<Value>): Promise<Value> => {
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
    put: (row, expectedVersion) => noteWrite(store.put(row, expectedVersion)),
    claimDue: (claim) => noteFailure(store.claimDue(claim)),
    list: (query) => store.list(query),
    close: () => store.close(),
  };
}

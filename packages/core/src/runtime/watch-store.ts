import type { ApprovalStore } from '../ports/approval-store.js';
import type { Observe } from '../ports/instrument.js';

type StoreMethod = Exclude<keyof ApprovalStore, 'durable' | 'close'>;

/** Whether the latest write of this process failed, and when one last succeeded. */
export interface WriteWatch {
  hasFailed: boolean;
  lastAt: number | null;
}

/** Wraps a store: instruments see its operations, and `watch` is told how its writes end, for `health`. */
export function watchStore(
  store: ApprovalStore,
  watch: WriteWatch,
  clock: () => number,
  observe: Observe,
): ApprovalStore {
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
  const see = <Value>(method: StoreMethod, run: () => Promise<Value>): Promise<Value> =>
    observe({ type: 'store', method }, run);
  return {
    durable: store.durable ?? true,
    get: (id) => see('get', () => store.get(id)),
    put: (row, expectedVersion) => noteWrite(see('put', () => store.put(row, expectedVersion))),
    claimDue: (claim) => noteFailure(see('claimDue', () => store.claimDue(claim))),
    list: (query) => see('list', () => store.list(query)),
    close: () => store.close(),
  };
}

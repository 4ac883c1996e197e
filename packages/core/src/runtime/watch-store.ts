import type { ApprovalStore } from '../ports/approval-store.js';
import type { Instruments } from './instruments.js';

type Method = Exclude<keyof ApprovalStore, 'durable' | 'close'>;

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
  { observe }: Instruments,
): ApprovalStore {
  /** A claim writes only if something is due, so its failure proves something, and its success nothing. */
  const watched = <Name extends Method>(method: Name, writes = false) =>
    // as: it takes and returns what the method does
    (async (...given: readonly unknown[]) => {
      try {
        const result = await observe({ type: 'store', method }, () =>
          // as: each method gets what it was given
          (store[method] as (...given: readonly unknown[]) => Promise<unknown>)(...given),
        );
        if (method === 'put') {
          watch.hasFailed = false;
          watch.lastAt = clock();
        }
        return result;
      } catch (error) {
        watch.hasFailed ||= writes;
        throw error;
      }
    }) as ApprovalStore[Name];
  return {
    durable: store.durable ?? true,
    get: watched('get'),
    put: watched('put', true),
    claimDue: watched('claimDue', true),
    list: watched('list'),
    close: () => store.close(),
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Approvals } from '@k8s-pizza/slack-approval';
import type { PizzaOrderResource } from './kubernetes/pizza-order-resource.js';
import { reportOf } from './order-report.js';
import { tellProgress } from './tell-progress.js';

/** Tells approvals how far their orders are. */
export interface Progress {
  /** Takes an order as it is now; only what is newest is told. */
  note(order: PizzaOrderResource, presence?: 'there' | 'gone'): void;
  /** Waits for what is being told. */
  stop(): Promise<void>;
}

type Noted = { readonly order: PizzaOrderResource; readonly presence: 'there' | 'gone' };

/** `pauseMs`: how long after a failure it is tried again. */
export function createProgress(approvals: Approvals, log: (line: string) => void, pauseMs = 5_000): Progress {
  const waiting = new Map<string, Noted>();
  const stopping = new AbortController();
  let telling: Promise<void> | null = null;

  const tellOne = async (uid: string, noted: Noted): Promise<void> => {
    try {
      const report = reportOf(noted.order);
      if (report !== null) await tellProgress(approvals, report, noted.presence);
    } catch (error) {
      log(
        `progress: ${noted.order.metadata.name} is told later: ${error instanceof Error ? error.message : 'unknown'}`,
      );
      if (!waiting.has(uid)) waiting.set(uid, noted);
      // stopping ends the pause; what is not told then is listed again at the next start
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  // what is noted meanwhile is told in the same round: a map is gone through to its end, wherever that moves
  const tellAll = async (): Promise<void> => {
    for (const [uid, noted] of waiting) {
      if (stopping.signal.aborted) break;
      waiting.delete(uid);
      await tellOne(uid, noted);
    }
    telling = null;
  };

  return {
    note(order, presence = 'there') {
      if (stopping.signal.aborted) return;
      waiting.set(order.metadata.uid, { order, presence });
      telling ??= tellAll();
    },
    async stop() {
      stopping.abort();
      await telling;
    },
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Approvals } from '@k8s-pizza/slack-approval';
import type { PizzaOrderResource } from './kubernetes/pizza-order-resource.js';
import { reportOf } from './order-report.js';
import { tellDeleted, tellProgress } from './tell-progress.js';

/** Tells approvals how far their orders are. */
export interface Progress {
  /** Takes an order as it is now; only what is newest is told. */
  note(order: PizzaOrderResource, presence?: 'there' | 'gone'): void;
  /** Takes an approval whose order is not there any more, and was deleted while nobody watched. */
  noteMissing(approvalId: string): void;
  /** Waits for what is being told. */
  stop(): Promise<void>;
}

type Telling = () => Promise<void>;

export function createProgress(approvals: Approvals, log: (line: string) => void, retryMs: number): Progress {
  const waiting = new Map<string, Telling>();
  const stopping = new AbortController();
  let telling: Promise<void> | null = null;

  const tellOne = async (subject: string, tell: Telling): Promise<void> => {
    try {
      await tell();
    } catch (error) {
      log(`progress: ${subject} is told later: ${error instanceof Error ? error.message : 'unknown'}`);
      if (!waiting.has(subject)) waiting.set(subject, tell);
      // stopping ends the pause; what is not told then is listed again at the next start
      await sleep(retryMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  // what is noted meanwhile is told in the same round: a map is gone through to its end, wherever that moves
  const tellAll = async (): Promise<void> => {
    for (const [subject, tell] of waiting) {
      if (stopping.signal.aborted) break;
      waiting.delete(subject);
      await tellOne(subject, tell);
    }
    telling = null;
  };
  const note = (subject: string, tell: Telling): void => {
    if (stopping.signal.aborted) return;
    waiting.set(subject, tell);
    telling ??= tellAll();
  };

  return {
    note(order, presence = 'there') {
      const { name, uid } = order.metadata;
      note(`${name} (${uid})`, async () => {
        const report = reportOf(order);
        if (report !== null) await tellProgress(approvals, report, presence);
      });
    },
    noteMissing(approvalId) {
      note(`the order of ${approvalId}`, () => tellDeleted(approvals, approvalId));
    },
    async stop() {
      stopping.abort();
      await telling;
    },
  };
}

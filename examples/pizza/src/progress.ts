import { setTimeout as sleep } from 'node:timers/promises';
import type { Approvals } from '@k8s-pizza/slack-approval';
import { approvalOf, type PizzaOrderResource } from './kubernetes/pizza-order-resource.js';
import { stepsOf } from './progress-steps.js';

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
      await tell(approvals, noted);
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

/** Reports what the approval does not know yet. An order that does not name this revision of an approval here is somebody else's. */
async function tell(approvals: Approvals, { order, presence }: Noted): Promise<void> {
  const origin = approvalOf(order);
  const approval = origin === null ? null : await approvals.get(origin.id);
  if (origin === null || approval === null || approval.digest !== origin.digest) return;
  for (const report of stepsOf(order.status)) {
    const known = approval.progress.find(({ step }) => step === report.step);
    if (known?.state !== report.state || known.detail !== (report.detail ?? null))
      await approvals.report(approval.id, report);
  }
  if (presence === 'there') return;
  const unfinished = (await approvals.get(approval.id))?.progress.find(({ state }) => state !== 'done');
  if (unfinished === undefined) return;
  await approvals.report(approval.id, { step: unfinished.step, state: 'failed', detail: 'its PizzaOrder was deleted' });
}

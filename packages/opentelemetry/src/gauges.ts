import type { ApprovalQuery, Approvals } from '@k8s-pizza/slack-approval';
import type { Meter, ObservableResult } from '@opentelemetry/api';
import { attribute } from './attributes.js';

type Counted = Pick<Approvals, 'list'>;

/** An alarm needs no exact count beyond this, and a record has some kilobytes. */
const maxCounted = 500;
const pageSize = 100;

/**
 * Reports how many approvals wait, and how many need attention. @returns a function that stops it
 *
 * Both are read from the store whenever metrics are collected, so every replica reports the same numbers, after restarts too. A
 * process that counts up where it asks, and down where it decides, is wrong as soon as another one decides.
 */
export function gaugeStore(approvals: Counted, meter: Meter): () => void {
  const stops = [
    gauge(approvals, meter, {
      name: 'approval.waiting',
      description: `Approvals that wait for a decision, up to ${maxCounted}`,
      query: { status: 'pending' },
    }),
    gauge(approvals, meter, {
      name: 'approval.attention',
      description: `Approvals that need someone's attention, up to ${maxCounted}`,
      query: { attention: true },
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

interface StoreGauge {
  readonly name: string;
  readonly description: string;
  readonly query: ApprovalQuery;
}

function gauge(approvals: Counted, meter: Meter, { name, description, query }: StoreGauge): () => void {
  const observed = meter.createObservableGauge(name, { description, unit: '{approval}' });
  const kinds = new Set<string>();
  const observe = async (result: ObservableResult): Promise<void> => {
    // if the store is down, only this metric is missing
    const counts = await countByKind(approvals, query).catch(() => null);
    if (counts === null) return;
    for (const kind of counts.keys()) kinds.add(kind);
    // a kind without any is 0: an absent number would look like a process that does not report
    for (const kind of kinds) result.observe(counts.get(kind) ?? 0, { [attribute.kind]: kind });
  };
  observed.addCallback(observe);
  return () => observed.removeCallback(observe);
}

async function countByKind(approvals: Counted, query: ApprovalQuery): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  let after: string | null = null;
  for (let read = 0; read < maxCounted; read += pageSize) {
    const page: Awaited<ReturnType<Counted['list']>> = await approvals.list({ ...query, after, limit: pageSize });
    for (const { kind } of page.approvals) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    after = page.next;
    if (after === null) break;
  }
  return counts;
}

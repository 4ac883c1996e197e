import { type Delivery, memoryStore } from '@k8s-pizza/slack-approval';
import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval/store';
import { fixedClock } from '@k8s-pizza/slack-approval-testing';
import type fc from 'fast-check';
import { type Replica, startReplica } from './replica.js';
import { type SlackDouble, slackDouble } from './slack-double.js';

interface Received {
  readonly deliveryId: string;
  readonly body: string;
  readonly outcome: string;
}

/** Two replicas on one store, one Slack, one receiver, and a scheduler between every two steps of any of them. */
export interface ModelWorld {
  readonly scheduler: fc.Scheduler;
  readonly store: ApprovalStore;
  readonly slack: SlackDouble;
  readonly clock: ReturnType<typeof fixedClock>;
  readonly replicas: [Replica, Replica];
  /** What a replica's own clock says. */
  nowOf(which: 0 | 1): number;
  readonly received: Received[];
  /** Which person presented which digest of which approval. */
  readonly presented: Set<string>;
  restart(which: 0 | 1): void;
  restarts(): number;
  rows(): Promise<readonly Row[]>;
}

const startAt = Date.UTC(2026, 0, 1, 10);

/** `skewMs`: how far the clock of the second replica is ahead of the first one's. */
export function modelWorld(scheduler: fc.Scheduler, skewMs: number): ModelWorld {
  const store = memoryStore();
  const slack = slackDouble();
  const clock = fixedClock(startAt);
  const received: Received[] = [];
  const onDelivery = ({ decision, body, context }: Delivery): void => {
    received.push({ deliveryId: context.deliveryId, body, outcome: decision.outcome });
  };
  const turn = async (): Promise<void> => {
    await scheduler.schedule(Promise.resolve(), 'step');
  };
  const nowOf = (which: 0 | 1): number => clock() + which * skewMs;
  const start = (which: 0 | 1): Replica => startReplica({ store, slack, clock: () => nowOf(which), turn, onDelivery });
  let restarts = 0;
  const replicas: [Replica, Replica] = [start(0), start(1)];
  return {
    scheduler,
    store,
    slack,
    clock,
    replicas,
    nowOf,
    received,
    presented: new Set(),
    restarts: () => restarts,
    restart(which) {
      restarts += 1;
      replicas[which].kill();
      replicas[which] = start(which);
    },
    rows: async () => (await store.list({ limit: 1_000 })).rows,
  };
}

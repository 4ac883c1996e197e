import type { Approvals } from '@k8s-pizza/slack-approval';
import type { KubeConfig } from '@kubernetes/client-node';
import { type FollowPace, followOrders, followPace } from './kubernetes/follow-orders.js';
import { createProgress } from './progress.js';
import { expectedOrders } from './progress-expected.js';

export interface ClusterProgressOptions {
  readonly approvals: Approvals;
  readonly kubeConfig: KubeConfig;
  readonly namespace: string;
  readonly log: (line: string) => void;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** @default followPace */
  readonly pace?: FollowPace;
  /** How long after a failure something is told again. @default 5 s */
  readonly retryMs?: number;
}

/**
 * Shows on their cards what becomes of the orders in a cluster, deleted ones included. Several processes may do so at once: what they
 * report is a state, and the same again changes nothing. @returns what stops it, once what is being told is told
 */
export function showProgress(options: ClusterProgressOptions): () => Promise<void> {
  const { approvals, kubeConfig, namespace, log, clock, pace = followPace, retryMs = 5_000 } = options;
  const progress = createProgress(approvals, log, retryMs);
  const stopFollowing = followOrders({
    kubeConfig,
    namespace,
    onOrder: (order) => progress.note(order),
    onGone: (order) => progress.note(order, 'gone'),
    expected: () => expectedOrders(approvals, clock()),
    onMissing: (approvalId) => progress.noteMissing(approvalId),
    log,
    pace,
  });
  return async () => {
    await stopFollowing();
    await progress.stop();
  };
}

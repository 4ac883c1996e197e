import { type KubeConfig, VersionApi } from '@kubernetes/client-node';
import { inTime } from '../in-time.js';
import { clusterProblem } from './cluster-problem.js';
import { ordersIn } from './orders.js';
import type { PizzaOrderResource } from './pizza-order-resource.js';
import { within } from './within.js';

/** What the cluster answered, or why it did not, in words for people. */
type ClusterAnswer<Value> = { readonly value: Value } | { readonly problem: string };

/** The cluster as the commands look at it. */
export interface ClusterView {
  version(): Promise<ClusterAnswer<string>>;
  /** Newest first. */
  orders(): Promise<ClusterAnswer<readonly PizzaOrderResource[]>>;
}

const usuallyWithinMs = 4_000;

/** Looks at the PizzaOrders of one namespace. A call that takes longer than `withinMs` is given up. */
export function clusterView(kubeConfig: KubeConfig, namespace: string, withinMs = usuallyWithinMs): ClusterView {
  // what only looks writes no Event that could fail
  const orders = ordersIn(kubeConfig, namespace, () => undefined);
  const version = kubeConfig.makeApiClient(VersionApi);
  const toldShort = (error: unknown): never => {
    throw new Error(clusterProblem(error));
  };
  return {
    version: () =>
      answerOf(
        withinMs,
        version.getCode(within(withinMs)).then(({ gitVersion }) => gitVersion, toldShort),
      ),
    orders: () =>
      answerOf(
        withinMs,
        orders.list().then((all) => [...all].sort(newestFirst)),
      ),
  };
}

async function answerOf<Value>(withinMs: number, call: Promise<Value>): Promise<ClusterAnswer<Value>> {
  const answered = call.then(
    (value) => ({ value }),
    (error: unknown) => ({ problem: error instanceof Error ? error.message : 'The cluster was not reached.' }),
  );
  // what ends a call may be late, and a name that is looked up is not ended at all
  return (await inTime(answered, withinMs)) ?? { problem: `The cluster did not answer within ${withinMs / 1_000} s.` };
}

function newestFirst(one: PizzaOrderResource, other: PizzaOrderResource): number {
  return other.metadata.creationTimestamp.localeCompare(one.metadata.creationTimestamp);
}

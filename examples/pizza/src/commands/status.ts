import type { PizzaOrderResource } from '../kubernetes/pizza-order-resource.js';
import type { CommandContext } from './command-context.js';
import { orderLine } from './order-line.js';
import { orderState } from './order-state.js';
import { type Said, said, together } from './said.js';

const mostCounted = 100;

/** `/pizza status`: the cluster, the orders under way, and the approvals that somebody should look at. */
export async function status(context: CommandContext): Promise<Said> {
  const [cluster, approvals] = await Promise.all([clusterStatus(context), approvalStatus(context)]);
  return together(cluster, approvals);
}

async function clusterStatus(context: CommandContext): Promise<Said> {
  if (context.cluster === null) return said(['This app reaches no cluster.']);
  const [version, orders] = await Promise.all([context.cluster.version(), context.cluster.orders()]);
  const reached = 'problem' in version ? version.problem : `The cluster is reachable: Kubernetes ${version.value}.`;
  if (!('problem' in orders)) return together(said([reached]), await underWay(context, orders.value));
  // one sentence says it, where both were asked in vain
  return reached === orders.problem ? said([reached]) : together(said([reached]), said([orders.problem]));
}

async function underWay(context: CommandContext, orders: readonly PizzaOrderResource[]): Promise<Said> {
  const open = orders.filter((order) => orderState(order).isOpen);
  const lines = await Promise.all(open.map((order) => orderLine(context, order)));
  return said([`Orders under way: ${open.length}.`], lines);
}

async function approvalStatus({ approvals }: CommandContext): Promise<Said> {
  const [pending, troubled] = await Promise.all([
    approvals.list({ status: 'pending', limit: mostCounted }),
    approvals.list({ attention: true, limit: mostCounted }),
  ]);
  const dead = troubled.approvals.filter(({ delivery }) => delivery.state === 'dead').length;
  const atLeast = (count: number, next: string | null): string => (next === null ? `${count}` : `${count} or more`);
  return said([
    `Approvals that wait for an answer: ${atLeast(pending.approvals.length, pending.next)}. `,
    `Decisions that were never carried out: ${atLeast(dead, troubled.next)}.`,
  ]);
}

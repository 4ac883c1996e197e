import { randomBytes } from 'node:crypto';
import { type Approvals, createApprovals, type Decision, memoryStore, user } from '@k8s-pizza/slack-approval';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { onTestFinished } from 'vitest';
import { definePizzaOrder } from '../../src/pizza-kinds.js';
import type { OrderSpec, PizzaOrder } from '../../src/pizza-order.js';
import { anOrder } from './a-cluster.js';

const { customer, address } = anOrder('any').spec;

export const aPizzaOrder = {
  alert: {
    name: 'HighCPUUsage',
    severity: 'warning',
    since: '2026-11-22T09:50:15Z',
    summary: 'High CPU usage detected',
    links: { Graph: 'https://prometheus.example.com/graph?g0.expr=cpu' },
  },
  size: 'large',
  order: { customer, address, toppings: ['cheese'], paymentSecret: { name: 'dominos-payment-secret' } },
  maxPrice: '30.00',
  shiftStarts: ['06:00', '14:00', '22:00'],
} satisfies PizzaOrder;

/** The same order as it is configured. */
export const usualOrder = { ...aPizzaOrder.order, size: aPizzaOrder.size } satisfies OrderSpec;

/** An approved order in a simulated Slack: its approvals, and the decision that the order function receives. */
export async function anApprovedOrder(order: PizzaOrder = aPizzaOrder, choice: 'now' | 'next-shift' = 'now') {
  const simulator = await createSlackSimulator();
  const { botToken: token, signingSecret, apiUrl } = simulator;
  const approvals: Approvals = createApprovals({ store: memoryStore(), slack: { token, signingSecret, apiUrl } });
  onTestFinished(async () => {
    await approvals.stop();
    await simulator.close();
  });
  const told: Decision<unknown>[] = [];
  const kind = definePizzaOrder(approvals, {
    channel: 'C0PIZZA',
    approvers: [user('U0ALICE')],
    sink: {
      async deliver({ decision }) {
        told.push(decision);
        return { type: 'delivered' };
      },
    },
  });
  const key = randomBytes(8).toString('hex');
  const { approval } = await kind.ask(order, { key, requester: 'alertmanager' });
  const { id, digest } = approval;
  await approvals.vote(id, { by: user('U0ALICE'), answer: 'approve', choice, digest, via: 'test' });
  await approvals.flush();
  const [decision] = told;
  if (decision === undefined) throw new Error('The order was not approved.');
  return { approvals, decision };
}

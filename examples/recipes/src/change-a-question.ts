import { type Approvals, user } from '@k8s-pizza/slack-approval';

interface Order {
  readonly id: string;
  readonly amount: number;
}

export function defineOrders(approvals: Approvals, pay: (order: Order) => Promise<void>) {
  const orders = approvals.define<Order>('order', {
    title: ({ id, amount }) => `Pay ${amount} EUR for order ${id}?`,
    channel: 'C0OPS',
    approvers: [user('U0ALICE'), user('U0BOB')],
    quorum: { approve: 2 },
    onDecision: async ({ outcome, payload }) => {
      if (outcome === 'approved') await pay(payload);
    },
  });
  return {
    ask: (order: Order) => orders.ask(order, { key: order.id, requester: 'shop' }),
    /** The price has changed: the card shows the new one, and votes for the old one are void. */
    change: async (order: Order): Promise<string> => {
      const result = await orders.amend({ key: order.id }, order, { by: 'shop' });
      return result.ok ? 'changed' : result.explanation; // such as: it was approved a moment ago
    },
  };
}

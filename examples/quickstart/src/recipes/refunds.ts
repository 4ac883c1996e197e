import { type Approvals, user } from '@k8s-pizza/slack-approval';

/** Your payment service. It pays once per idempotency key. */
export interface Payments {
  refund(order: string, amount: number, idempotencyKey: string): Promise<string>;
}

interface Refund {
  readonly order: string;
  readonly amount: number;
}

/** Call this once at startup, in every process that may pay. */
export function guardRefunds(approvals: Approvals, payments: Payments) {
  return approvals.guard<Refund, { receipt: string }>(
    'refund',
    {
      channel: 'C0MONEY',
      approvers: [user('U0ALICE')],
      title: ({ order, amount }) => `Refund ${amount} EUR for order ${order}?`,
    },
    async ({ order, amount }, { deliveryId }) => ({
      receipt: await payments.refund(order, amount, deliveryId),
    }),
  );
}

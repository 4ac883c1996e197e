// What a serverless function needs that only answers clicks: bundled by size.ts, and never run.

import { createApprovals, user } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';

interface Order {
  readonly size: string;
}

// the store is a package of its own, and so is what it weighs
export const answerWith = (store: ApprovalStore) => {
  const approvals = createApprovals({
    slack: { token: process.env.SLACK_BOT_TOKEN, signingSecret: process.env.SLACK_SIGNING_SECRET },
    store,
  });

  approvals.define('pizza-order', {
    schema: {
      '~standard': {
        version: 1,
        vendor: 'none',
        validate: (value: unknown) => ({ value: { size: String(value) } }),
        types: { input: { size: '' }, output: { size: '' } },
      },
    },
    channel: 'C0PIZZA',
    card: (order: Order) => ({ title: 'Order pizza?', fields: { Size: order.size } }),
    approvers: [user('U0ALICE')],
    onDecision: async () => Promise.resolve(),
  });

  return (request: Request): Promise<Response> => approvals.handle(request);
};

import { type Approvals, user } from '@k8s-pizza/slack-approval';
import { approvalGate } from '@k8s-pizza/slack-approval-agents';
import { z } from 'zod';
import type { Agent } from './agent.js';
import { scriptedModel } from './scripted-model.js';

const refundSchema = z.object({ order: z.string(), amount: z.number().positive(), reason: z.string() });
type Refund = z.infer<typeof refundSchema>;

const readOnlyTools = ['look_up_order'];

/** An agent for customer support. Its `refund` asks people first; they can lower the amount. */
export function createSupportAgent(approvals: Approvals): Agent {
  const refunds = approvals.define('refund', {
    schema: refundSchema,
    title: ({ order }: Refund) => `Refund order ${order}?`,
    channel: 'C0SUPPORT',
    approvers: [user('U0ALICE')],
    inputs: { amount: { type: 'number', label: 'Amount in dollars', min: 1, max: 24 } },
  });
  return {
    model: scriptedModel,
    gate: approvalGate({
      tools: { refund: refunds },
      requester: 'support agent',
      onBehalfOf: user('U0BOB'), // who talks to the customer
      conversation: 'chat-7',
      needsApproval: ({ tool }) => !readOnlyTools.includes(tool),
    }),
    tools: {
      look_up_order: async () => 'Order 4711: one pizza, $24, delivered after 80 minutes.',
      refund: async (input) => {
        const { order, amount } = refundSchema.parse(input);
        return `$${amount} of order ${order} was paid back.`;
      },
    },
  };
}

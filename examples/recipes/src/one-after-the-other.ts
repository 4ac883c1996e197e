import { type Approvals, user } from '@k8s-pizza/slack-approval';

interface Raise {
  readonly person: string;
  readonly amount: number;
}

/** The manager decides first. Finance is asked once the manager has approved. */
export function defineRaises(approvals: Approvals, pay: (raise: Raise, id: string) => Promise<void>) {
  const title = ({ person, amount }: Raise) => `Raise ${person} by ${amount} EUR?`;
  const second = approvals.define<Raise>('raise-finance', {
    title,
    channel: 'C0OPS',
    approvers: [user('U0CAROL')],
    onDecision: async ({ outcome, payload }, { deliveryId }) => {
      if (outcome === 'approved') await pay(payload, deliveryId);
    },
  });
  return approvals.define<Raise>('raise-manager', {
    title,
    channel: 'C0OPS',
    approvers: [user('U0ALICE')],
    onDecision: async ({ outcome, payload, approvalId }) => {
      // called again, it finds the second card by the id of the first
      if (outcome === 'approved') await second.ask(payload, { key: approvalId, requester: 'hr' });
    },
  });
}

import { type Approvals, user } from '@k8s-pizza/slack-approval';

interface Raise {
  readonly person: string;
  readonly amount: number;
}

/** The manager decides first. Finance is asked once the manager has approved. */
export function defineRaises(approvals: Approvals, pay: (raise: Raise, id: string) => Promise<void>) {
  return approvals.define<Raise>('raise', {
    title: ({ person, amount }) => `Raise ${person} by ${amount} EUR?`,
    channel: 'C0OPS',
    stages: [
      { name: 'Manager', approvers: [user('U0ALICE')] },
      { name: 'Finance', approvers: [user('U0CAROL')] },
    ],
    onDecision: async ({ outcome, payload }, { deliveryId }) => {
      if (outcome === 'approved') await pay(payload, deliveryId);
    },
  });
}

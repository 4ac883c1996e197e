import { type Approvals, usergroup } from '@k8s-pizza/slack-approval';

interface Rollback {
  readonly service: string;
}

export function defineRollbacks(approvals: Approvals, start: (service: string, id: string) => Promise<number>) {
  return approvals.define<Rollback>('rollback', {
    title: ({ service }) => `Roll ${service} back?`,
    channel: 'C0DEPLOYS',
    approvers: [usergroup('S0ONCALL')],
    onDecision: async ({ outcome, payload }, { deliveryId }) =>
      outcome === 'approved' ? { jobId: await start(payload.service, deliveryId) } : undefined,
  });
}

import { type Approvals, user } from '@k8s-pizza/slack-approval';
import { z } from 'zod';

/** Deploys a service once Alice or Bob has approved. */
export function defineDeploys(approvals: Approvals, deploy: (service: string) => Promise<void>) {
  return approvals.define('deploy', {
    schema: z.object({ service: z.string() }),
    channel: 'C0OPS',
    card: ({ service }) => ({ title: `Deploy ${service}?` }),
    approvers: [user('U0ALICE'), user('U0BOB')],
    reason: { reject: 'required' },
    expiresIn: '30m',
    onDecision: async ({ outcome, payload }) => {
      if (outcome === 'approved') await deploy(payload.service);
    },
  });
}

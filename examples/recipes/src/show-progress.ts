import { type Approvals, usergroup } from '@k8s-pizza/slack-approval';

interface Deploy {
  readonly version: string;
}

/** Shows on the card what happens after the approval. `run` starts a job and returns at once. */
export function defineDeploys(approvals: Approvals, run: (version: string, approvalId: string) => Promise<void>) {
  return approvals.define<Deploy>('deploy', {
    title: ({ version }) => `Deploy ${version}?`,
    channel: 'C0OPS',
    approvers: [usergroup('S0ONCALL')],
    steps: ['Build', 'Roll out'],
    onDecision: async ({ outcome, payload, approvalId }) => {
      if (outcome === 'approved') await run(payload.version, approvalId);
    },
  });
}

/** The job calls it when a step is done, or has failed. */
export async function report(approvals: Approvals, approvalId: string, step: string, error: string | null = null) {
  const state = error === null ? 'done' : 'failed';
  await approvals.reportProgress(approvalId, { step, state, ...(error === null ? {} : { detail: error }) });
}

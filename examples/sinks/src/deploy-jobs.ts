import { type Approvals, type Decision, usergroup } from '@k8s-pizza/slack-approval';
import type PgBoss from 'pg-boss';
import { jobQueueSink } from './job-queue-sink.js';

interface Deploy {
  readonly version: string;
}

/** Two queues: a job of `deploys` asks and ends, and the decision is a job of `decided-deploys`. No job waits for people. */
export async function workOnDeploys(
  approvals: Approvals,
  boss: PgBoss,
  deploy: (version: string, approvalId: string) => Promise<void>,
): Promise<void> {
  for (const queue of ['deploys', 'decided-deploys']) await boss.createQueue(queue);
  const kind = approvals.define<Deploy>('deploy', {
    title: ({ version }) => `Deploy ${version}?`,
    channel: 'C0OPS',
    approvers: [usergroup('S0ONCALL')],
    onDecision: jobQueueSink(boss, 'decided-deploys'),
  });
  await boss.work<Deploy>('deploys', async (jobs) => {
    // a job that runs again finds its card by its id
    for (const { id, data } of jobs) await kind.ask(data, { key: id, requester: 'deploys' });
  });
  await boss.work<Decision<Deploy>>('decided-deploys', async (jobs) => {
    for (const { data } of jobs) if (data.outcome === 'approved') await deploy(data.payload.version, data.approvalId); // once per approvalId
  });
}

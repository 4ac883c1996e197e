import { createApprovals, slackFromEnv, user } from '@k8s-pizza/slack-approval';
import { postgresStore } from '@k8s-pizza/slack-approval-postgres';
import { Pool } from 'pg';

export interface Deploy {
  readonly service: string;
  readonly version: string;
}

async function create() {
  const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 2, connectionTimeoutMillis: 2_000 });
  pool.on('error', (error) => console.error(error)); // a connection that ended while Lambda was frozen
  const store = postgresStore(pool);
  await store.migrate();
  const approvals = createApprovals({ slack: slackFromEnv(), store });
  const deploys = approvals.define<Deploy>('deploy', {
    title: ({ service, version }) => `Deploy ${service} ${version}?`,
    channel: 'C0OPS',
    approvers: [user('U0ALICE')],
    // begin the work here, and let it be known by deliveryId: a decision may be delivered again
    onDecision: async ({ outcome, payload }, { deliveryId }) => console.log(outcome, payload, deliveryId),
  });
  return { approvals, deploys };
}

let created: ReturnType<typeof create> | undefined;

/** The approvals of this instance. After a failure, such as a database that is away, the next call tries again. */
export function loadApprovals(): ReturnType<typeof create> {
  created ??= create().catch((error: unknown) => {
    created = undefined;
    throw error;
  });
  return created;
}

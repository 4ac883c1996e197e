import { type Approvals, usergroup } from '@k8s-pizza/slack-approval';

/** Asks until two different people on call have approved, or one has rejected. */
export async function mayDelete(approvals: Approvals, database: string): Promise<boolean> {
  const { outcome } = await approvals.request({
    key: `delete-${database}`,
    title: `Delete the database ${database}?`,
    channel: 'C0DEPLOYS',
    approvers: [usergroup('S0ONCALL')],
    quorum: { approve: 2, reject: 1 },
    requester: 'admin tool',
  });
  return outcome === 'approved';
}

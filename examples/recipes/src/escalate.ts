import { type Approvals, user, usergroup } from '@k8s-pizza/slack-approval';

/** Reminds every 10 minutes, lets the manager decide too after half an hour, and rejects after two hours. */
export async function mayFailOver(approvals: Approvals, incident: string): Promise<boolean> {
  const { outcome } = await approvals.request({
    key: `fail-over-${incident}`,
    title: 'Fail over to the other region?',
    fields: { Incident: incident },
    channel: 'C0OPS',
    approvers: [usergroup('S0ONCALL')],
    remindEvery: '10m',
    escalate: [{ after: '30m', approvers: [user('U0CAROL')], channel: user('U0CAROL') }], // a direct message
    expiresIn: '2h',
    onExpiry: 'reject',
    requester: 'monitoring',
  });
  return outcome === 'approved';
}

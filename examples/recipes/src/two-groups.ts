import { type Approvals, usergroup } from '@k8s-pizza/slack-approval';

/** One person on call and one of the security team must approve. A rejection by either team ends it. */
export async function mayOpenFirewall(approvals: Approvals, rule: string): Promise<boolean> {
  const { outcome } = await approvals.request({
    key: `firewall-${rule}`,
    title: 'Open the firewall?',
    text: rule,
    channel: 'C0OPS',
    approvers: [usergroup('S0ONCALL', 1), usergroup('S0SECURITY', 1)], // the number that each group must give
    requester: 'network tool',
  });
  return outcome === 'approved';
}

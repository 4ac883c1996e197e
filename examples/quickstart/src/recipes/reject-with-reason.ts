import { type Approvals, usergroup } from '@k8s-pizza/slack-approval';

/** Returns null if the text may be published, or else why not. */
export async function whyNotPublish(approvals: Approvals, id: string, text: string): Promise<string | null> {
  const { outcome, reason } = await approvals.request({
    key: `publish-${id}`,
    title: 'Publish this text?',
    text,
    channel: 'C0DEPLOYS',
    approvers: [usergroup('S0ONCALL')],
    reason: { reject: 'required' }, // Reject asks for a text, and takes no empty one
    requester: 'editor',
  });
  return outcome === 'approved' ? null : (reason ?? outcome);
}

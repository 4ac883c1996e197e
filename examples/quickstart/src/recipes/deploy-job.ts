import { type Approvals, isSlackApprovalError, usergroup } from '@k8s-pizza/slack-approval';

/** One job of a worker. Run it again if it returns `later`, or if its process is killed. */
export async function deployJob(
  approvals: Approvals,
  version: string,
  deploy: (version: string) => Promise<void>,
): Promise<'deployed' | 'not deployed' | 'later'> {
  try {
    const { outcome } = await approvals.request({
      key: `deploy-${version}`,
      title: `Deploy ${version}?`,
      channel: 'C0DEPLOYS',
      approvers: [usergroup('S0ONCALL')],
      requester: 'deploy worker',
      expiresIn: '2h',
    });
    if (outcome !== 'approved') return 'not deployed';
  } catch (error) {
    // this process stops: the card stays, and the next run waits for it
    if (isSlackApprovalError(error) && error.code === 'aborted') return 'later';
    throw error;
  }
  await deploy(version); // a second run deploys again: make it do nothing the second time
  return 'deployed';
}

import { type Approvals, type Kind, user } from '@k8s-pizza/slack-approval';

interface Release {
  readonly version: string;
}

/** Define it in both programs: the one that asks, and the one that stays, which carries the decision out. */
export function defineReleases(approvals: Approvals, publish: (version: string, id: string) => Promise<void>) {
  return approvals.define<Release>('release', {
    title: ({ version }) => `Publish ${version}?`,
    channel: 'C0OPS',
    approvers: [user('U0ALICE')],
    onDecision: async ({ outcome, payload }, { deliveryId }) => {
      if (outcome === 'approved') await publish(payload.version, deliveryId);
    },
  });
}

/** The end of a build: asks, posts the card, and lets the process exit. */
export async function askAndExit(approvals: Approvals, releases: Kind<Release, Release>, version: string) {
  const { approval } = await releases.ask({ version }, { key: version, requester: 'ci' });
  await approvals.stop(); // waits until the card is posted
  return approval.id;
}

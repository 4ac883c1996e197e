import { user } from '@k8s-pizza/slack-approval';
import { createTestApprovals } from '@k8s-pizza/slack-approval-testing';
import { expect, onTestFinished, test } from 'vitest';

async function askedOnce() {
  const world = await createTestApprovals();
  onTestFinished(() => world.close());
  const deploys = world.approvals.define('deploy', {
    title: 'Deploy?',
    channel: ['C0PIZZA', 'C0OPS'],
    approvers: [user('U0ALICE')],
  });
  const { approval } = await deploys.ask({}, { requester: 'ci' });
  return { ...world, id: approval.id };
}

test('is the address that Slack gives the first card', async () => {
  const { approvals, settle, id, slack } = await askedOnce();
  await settle();

  const [message] = slack.messages('C0PIZZA');
  expect(await approvals.permalink(id)).toMatch(
    new RegExp(`^https://.+/archives/C0PIZZA/p${message?.ts.replace('.', '')}$`),
  );
});

test.each([
  ['before a card is posted', async () => undefined],
  [
    'if Slack does not tell',
    async ({ slack, settle }: Awaited<ReturnType<typeof askedOnce>>) => {
      await settle();
      slack.fail({ method: 'chat.getPermalink', how: 'error', error: 'message_not_found' });
    },
  ],
])('is null %s', async (_, given) => {
  const world = await askedOnce();
  await given(world);

  expect(await world.approvals.permalink(world.id)).toBeNull();
});

test('is null for an unknown id', async () => {
  const { approvals } = await askedOnce();

  expect(await approvals.permalink('a'.repeat(26))).toBeNull();
});

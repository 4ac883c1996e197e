import { user, usergroup } from '@k8s-pizza/slack-approval';
import { expect, test } from 'vitest';
import { recordingTransport } from '../world/recording-transport.js';
import { createWorld, hour } from '../world/world.js';

const group = '<!subteam^S0ONCALL>';

/** Alice and one person on call have to approve; after an hour, another channel gets a copy. */
async function twoNeeded() {
  const { transport, messages } = recordingTransport();
  const world = await createWorld({
    access: { transport },
    kind: {
      approvers: [user('U0ALICE'), usergroup('S0ONCALL', 1)],
      quorum: { approve: 2 },
      escalate: [{ after: '1h', channel: 'C0OPS' }],
    },
  });
  const { id, digest } = await world.ask();
  const approve = async () => {
    await world.approvals.vote(id, { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' });
    await world.work();
  };
  const sent = (method: string) =>
    messages.filter((message) => message.method === method).map(({ blocks }) => JSON.stringify(blocks));
  return { ...world, id, approve, sent };
}

test('the post of a card mentions nobody who has to approve yet, and its update does', async () => {
  const { approve, sent } = await twoNeeded();

  await approve();

  expect(sent('post')).toEqual([expect.stringContaining('0 of 2 approvals; still needed: 1 from a user group')]);
  expect(sent('update')).toEqual([expect.stringContaining(`1 of 2 approvals; still needed: 1 from ${group}`)]);
});

test('nor does a copy that is posted after the first vote', async () => {
  const { approve, sent, clock, work } = await twoNeeded();
  await approve();

  clock.advance(hour);
  await work();

  expect(sent('post')).toHaveLength(2);
  expect(sent('post')[1]).toContain('1 of 2 approvals; still needed: 1 from a user group');
  expect(sent('post')[1]).not.toContain(group);
});

test('a preview is drawn as a post', async () => {
  const { orders } = await twoNeeded();

  expect(JSON.stringify((await orders.preview({ size: 'large' })).blocks)).toContain('1 from a user group');
});

test('words of an app mention nobody, even beside a mention', async () => {
  const { transport, messages } = recordingTransport();
  const world = await createWorld({
    access: { transport },
    options: { messages: { countedAndNeeded: ({ names }) => `<!channel> & more: ${names}` } },
    kind: { quorum: { approve: 2 } },
  });
  const { id, digest } = await world.ask();
  await world.approvals.vote(id, { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' });
  await world.work();

  expect(JSON.stringify(messages.at(-1)?.blocks)).toContain(
    '&lt;!channel&gt; &amp; more: 1 from <@U0BOB> / <@U0CAROL>',
  );
});

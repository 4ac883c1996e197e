import { createApprovals } from '@k8s-pizza/slack-approval';
import { expect, test } from 'vitest';
import { cardIn, click } from '../world/people.js';
import { createWorld, orderOptions, second } from '../world/world.js';

test('what a card shows is asked for once for each revision, and drawn from there for as long as it lives', async () => {
  const drawn: string[] = [];
  const world = await createWorld({
    kind: {
      card: ({ size }) => {
        drawn.push(size);
        return { title: `Order a ${size} pizza?` };
      },
      steps: ['baked'],
    },
  });
  const { id } = await world.ask({ size: 'large' });
  await world.orders.amend({ id }, { size: 'small' }, { by: 'alertmanager' });
  await world.work();
  await click(world, await world.get(id), 'U0ALICE', 'details');
  await click(world, await world.get(id), 'U0ALICE', 'approve');
  await world.work();
  await world.approvals.reportProgress(id, { step: 'baked', state: 'done' });
  world.clock.advance(5 * second);
  await world.work();

  expect(drawn).toEqual(['large', 'small']);
  expect(cardIn(world).text).toContain('Order a small pizza?');
});

test('a release that draws its cards another way changes new cards only', async () => {
  const world = await createWorld();
  const approval = await world.ask();
  const released = world.again();
  const orders = released.define('order', orderOptions({ card: () => ({ title: 'Bestellen?' }) }));

  const ballot = { by: { type: 'user', id: 'U0ALICE' }, answer: 'approve', via: 'cli' } as const;
  await released.vote(approval.id, { ...ballot, digest: approval.digest });
  await released.flush();
  const old = cardIn(world);
  await orders.ask({ size: 'large' }, { requester: 'alertmanager' });
  await released.flush();

  expect(old.text).toContain('Order pizza?');
  expect(old.text).toContain('Approved by');
  expect(cardIn(world).text).toContain('Bestellen?');
});

test('a process that does not know the kind still ends what is over by a late click, and shows it', async () => {
  const world = await createWorld({ kind: { expiresIn: '10s' } });
  const approval = await world.ask();
  const stranger = world.again();
  const other = createApprovals({ store: world.store, clock: world.clock });
  world.clock.advance(10 * second);

  const ballot = { by: { type: 'user', id: 'U0ALICE' }, answer: 'approve', via: 'cli' } as const;
  const answer = await stranger.vote(approval.id, { ...ballot, digest: approval.digest });
  await stranger.flush();

  expect(answer).toMatchObject({ code: 'expired' });
  expect(await other.get(approval.id)).toMatchObject({ status: 'expired', delivery: { state: 'owed' } });
  expect(cardIn(world).text).toContain('Expired');
});

test('the words that are the same for every kind can be said another way, some or all of them', async () => {
  const messages = { approve: 'Genehmigen', approved: 'Genehmigt' };
  const world = await createWorld({ options: { messages } });
  const approval = await world.ask();
  const before = JSON.stringify(cardIn(world).blocks);

  await click(world, approval, 'U0ALICE', 'approve');
  await world.work();

  expect(before).toContain('Genehmigen');
  expect(before).toContain('Reject');
  expect(cardIn(world).text).toContain('Genehmigt by <@U0ALICE>');
});

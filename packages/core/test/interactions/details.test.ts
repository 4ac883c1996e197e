import { user } from '@k8s-pizza/slack-approval';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { click } from '../world/people.js';
import { createWorld, type World } from '../world/world.js';

/** Asks with a card that shows nothing but a title, and opens its details. */
async function detailsOf<Payload>(schema: z.ZodType<Payload>, payload: Payload) {
  const world = await createWorld();
  const kind = world.approvals.define('hidden', {
    schema,
    card: () => ({ title: 'Order pizza?' }),
    channel: 'C0PIZZA',
    approvers: [user('U0ALICE')],
    onDecision: async () => undefined,
  });
  const { approval } = await kind.ask(payload, { requester: 'alertmanager' });
  await world.approvals.flush();
  const sent = await click(world, await world.get(approval.id), 'U0ALICE', 'details');
  return { world, id: approval.id, status: sent.status, shown: shownIn(world) };
}

function shownIn({ slack }: World): string {
  return JSON.stringify(slack.views('U0ALICE').at(-1) ?? null);
}

test('shows the whole payload, also what the card leaves out', async () => {
  const { shown } = await detailsOf(z.object({ size: z.string(), payTo: z.string() }), {
    size: 'large',
    payTo: 'DE02 1203 0000 0000 2020 51',
  });

  expect(shown).toContain('DE02 1203 0000 0000 2020 51');
});

test('shows a payload of 32 KB to its end', async () => {
  const { status, shown } = await detailsOf(z.array(z.string()), [
    ...Array.from({ length: 400 }, (_, index) => `${index} ${'<@U0ALICE> *'.repeat(6)}`),
    'the end',
  ]);

  expect(status).toBe(200);
  expect(shown).toContain('the end');
});

test('shows no payload once it is erased', async () => {
  const { world, id } = await detailsOf(z.object({ payTo: z.string() }), { payTo: 'secret' });
  await world.approvals.withdraw(id, { by: 'test', reason: 'over' });
  await world.approvals.flush();
  const approval = await world.get(id);
  await world.approvals.erase(id);

  await click(world, approval, 'U0ALICE', 'details');

  expect(shownIn(world)).not.toContain('Payload');
});

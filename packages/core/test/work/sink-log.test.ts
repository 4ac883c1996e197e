import { type DecisionSink, webhook } from '@k8s-pizza/slack-approval';
import { expect, test } from 'vitest';
import { click } from '../world/people.js';
import { createWorld } from '../world/world.js';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

async function approvedWith(sink: DecisionSink | (() => void)) {
  const world = await createWorld({ kind: { onDecision: sink } });
  const approval = await world.ask();
  await click(world, approval, 'U0ALICE', 'approve');
  await world.work();
  return { world, id: approval.id };
}

test('what a sink throws is logged for whoever wrote it, and stands on no card', async () => {
  const { world } = await approvedWith(() => {
    throw new Error('the oven is cold');
  });

  expect(world.log.text()).toContain('the oven is cold');
  expect(JSON.stringify(world.slack.messages('C0PIZZA'))).not.toContain('oven');
});

test('what a webhook’s own body function throws is logged as well', async () => {
  const body = () => (null as never as { oven: string }).oven;

  const { world, id } = await approvedWith(webhook('http://127.0.0.1:9/', { secret, body }));

  expect((await world.get(id)).status).toBe('approved');
  expect(world.log.text()).toContain('oven');
});

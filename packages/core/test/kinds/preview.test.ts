import { user, usergroup } from '@k8s-pizza/slack-approval';
import { expect, test } from 'vitest';
import { cardIn } from '../world/people.js';
import { createWorld } from '../world/world.js';

const withoutIds = (blocks: readonly object[]) =>
  JSON.stringify(blocks).replaceAll(/v1\.a[a-z2-7]{25}\.sha256:\w+/g, 'v1');

test('a preview is what would be posted, who may decide, and whom it notifies; nothing is asked', async () => {
  const world = await createWorld({
    kind: { channel: ['C0PIZZA', 'C0OPS'], approvers: [usergroup('S0ONCALL', 2), user('U0CAROL')] },
  });

  const preview = await world.orders.preview({ size: 'large' });
  const before = await world.approvals.list();
  await world.ask({ size: 'large' }, { requester: 'preview' });

  expect(before.approvals).toEqual([]);
  expect(withoutIds(preview.blocks)).toBe(withoutIds(cardIn(world).blocks));
  expect(preview.text).toBe(cardIn(world).text);
  expect(preview.approvers).toEqual(['2 from the user group S0ONCALL', 'The person U0CAROL']);
  expect(preview.notifies).toEqual(['The person U0CAROL', 'The user group S0ONCALL']);
});

test('a preview of direct messages notifies their people, and mentions no one', async () => {
  const world = await createWorld({ kind: { channel: [user('U0ALICE'), 'U0BOB'] } });

  const preview = await world.orders.preview({ size: 'large' });

  expect(preview.notifies).toEqual(['The person U0ALICE', 'The person U0BOB']);
  expect(JSON.stringify(preview.blocks)).not.toContain('<@');
});

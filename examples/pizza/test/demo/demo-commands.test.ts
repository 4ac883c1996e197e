import { expect, test } from 'vitest';
import { withDemoSession } from '../../demo/demo-session.js';
import { channel } from '../../demo/demo-world.js';
import { aFolder } from '../world/a-cluster.js';

test('the demo’s commands show its cluster, although the order function follows the orders', async () => {
  const folder = await aFolder();
  const log = () => undefined;

  const said = await withDemoSession({ folder, paceMs: 3_600_000, log }, async ({ simulator }) => {
    const pizza = async (text: string) =>
      (await simulator.command({ userId: 'U0ALICE', channelId: channel, command: '/pizza', text })).body;
    return [await pizza('status'), await pizza('test'), await pizza('orders')];
  });

  expect(said[0]).toContain('Kubernetes v1.32.0-pizza');
  expect(said[1]).toContain('A test alert was sent through the whole path');
  expect(said[2]).toContain('There is no order in the cluster.');
});

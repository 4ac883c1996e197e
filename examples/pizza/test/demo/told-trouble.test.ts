import { expect, test } from 'vitest';
import { withDemoSession } from '../../demo/demo-session.js';
import { capturedAlerts, sendAlert } from '../../demo/send-alerts.js';
import { until } from '../../demo/until.js';
import { aFolder } from '../world/a-cluster.js';

test('an order that is deleted before it is delivered is told in #ops, with a link to its card', async () => {
  const options = { folder: await aFolder(), paceMs: 3_600_000, log: () => undefined };

  await withDemoSession(options, async ({ simulator, world, card, press }) => {
    await sendAlert(world.alertsUrl, (await capturedAlerts()).firing);
    const { ts } = await card('the card', (text) => text.includes('Waiting'));
    await press('U0ALICE', ts, 'approve:now');
    const path = '/apis/pizza.bilalashraf.xyz/v1/namespaces/default/pizzaorders';
    const name = await until('the order', async () => {
      const { items } = await (await fetch(`${world.clusterUrl}${path}`)).json();
      return items[0]?.metadata.name ?? null;
    });
    await card('the card of the order', (text) => text.includes('active'));
    await fetch(`${world.clusterUrl}${path}/${name}`, { method: 'DELETE' });
    const told = await until('the trouble', () => simulator.messages('C0OPS')[0] ?? null);

    expect(told.text).toMatch(
      /failed: its PizzaOrder was deleted <https:\/\/pizza\.slack\.com\/archives\/C0PIZZA\/p\d+\|/,
    );
  });
}, 60_000);

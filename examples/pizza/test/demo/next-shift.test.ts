import { expect, test } from 'vitest';
import { withDemoSession } from '../../demo/demo-session.js';
import { channel } from '../../demo/demo-world.js';
import { capturedAlerts, sendAlert } from '../../demo/send-alerts.js';
import { until } from '../../demo/until.js';
import { comingEvents, whatComes } from '../../demo/what-comes.js';
import { aFolder } from '../world/a-cluster.js';

test('an order for the next shift waits, also across a restart, and is placed when the shift starts', async () => {
  const start = { folder: await aFolder(), paceMs: 3_600_000, log: () => undefined };

  const ts = await withDemoSession(start, async ({ world, card, press }) => {
    await sendAlert(world.alertsUrl, (await capturedAlerts()).firing);
    const { ts: asked } = await card('a card', (text) => text.includes('Waiting for an answer'));
    await press('U0ALICE', asked, 'approve:next-shift');
    await card('the waiting order', (text) => text.includes('prep: active'));
    return asked;
  });
  await withDemoSession(start, async ({ world, simulator }) => {
    const waiting = await world.orders.list();
    const [coming] = whatComes(simulator.messages(channel), Number(ts) * 1_000);
    await simulator.jump((coming?.at ?? 0) - Number(ts) * 1_000);
    const blocks = () => JSON.stringify(simulator.messages(channel).find((message) => message.ts === ts)?.blocks);
    await until('an order that is placed', () => (/order \w+, \$/.test(blocks()) ? true : null));
    const [order, ...others] = await world.orders.list();

    expect(waiting).toMatchObject([{ spec: { placeOrder: false } }]);
    expect(coming?.label).toBe(comingEvents.nextShift);
    expect(order).toMatchObject({ metadata: { uid: waiting[0]?.metadata.uid }, spec: { placeOrder: true } });
    expect(others).toEqual([]);
  });
}, 60_000);

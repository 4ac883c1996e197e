import { expect, test } from 'vitest';
import { withDemoSession } from '../../demo/demo-session.js';
import { capturedAlerts, ofJob, sendAlert } from '../../demo/send-alerts.js';
import { until } from '../../demo/until.js';
import { aFolder } from '../world/a-cluster.js';

test('the page puts the clock of the whole demo forward, and a restart keeps it', async () => {
  const start = { folder: await aFolder(), paceMs: 3_600_000, log: () => undefined };
  const { firing } = await capturedAlerts();

  const expired = await withDemoSession(start, async (session) => {
    await sendAlert(session.world.alertsUrl, firing);
    await session.card('a card', (text) => text.includes('Waiting'));
    await session.world.simulator?.jump(31 * 60_000);
    return await session.card('the expiry', (text) => text.includes('Expired'));
  });
  const orders = await withDemoSession(start, async (session) => {
    await sendAlert(session.world.alertsUrl, ofJob(firing, 'later'));
    const { ts } = await session.card('a second card', (text) => text.includes('Waiting'));
    expect(Number(ts)).toBeGreaterThan(Number(expired.ts) + 30 * 60);
    expect(await session.press('U0ALICE', ts, 'approve:now')).toMatchObject({ status: 200 });
    return await until('an order', async () => {
      const all = await session.world.orders.list();
      return all.length > 0 ? all : null;
    });
  });

  expect(orders).toHaveLength(1);
}, 60_000);

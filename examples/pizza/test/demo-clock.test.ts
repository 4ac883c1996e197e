import { expect, test } from 'vitest';
import { capturedAlerts, ofJob, sendAlert } from '../demo/send-alerts.js';
import { onStage } from '../demo/stage.js';
import { until } from '../demo/until.js';
import { aFolder } from './a-cluster.js';

test('a clock put forward on the page takes the whole demo along, and stays there over a restart', async () => {
  const start = { folder: await aFolder(), paceMs: 3_600_000, log: () => undefined };
  const { firing } = await capturedAlerts();

  const expired = await onStage(start, async (stage) => {
    await sendAlert(stage.world.alertsUrl, firing);
    await stage.card('a card', (text) => text.includes('Waiting'));
    await stage.world.simulator?.jump(31 * 60_000);
    return await stage.card('the expiry', (text) => text.includes('Expired'));
  });
  const orders = await onStage(start, async (stage) => {
    await sendAlert(stage.world.alertsUrl, ofJob(firing, 'later'));
    const { ts } = await stage.card('a second card', (text) => text.includes('Waiting'));
    expect(Number(ts)).toBeGreaterThan(Number(expired.ts) + 30 * 60);
    expect(await stage.press('U0ALICE', ts, 'approve')).toMatchObject({ status: 200 });
    return await until('an order', async () => {
      const all = await stage.world.orders.list();
      return all.length > 0 ? all : null;
    });
  });

  expect(orders).toHaveLength(1);
}, 60_000);

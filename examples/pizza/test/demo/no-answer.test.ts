import { launchBrowser } from 'test-browser/launch-browser';
import { expect, onTestFinished, test } from 'vitest';
import { withDemoSession } from '../../demo/demo-session.js';
import { channel } from '../../demo/demo-world.js';
import { capturedAlerts, sendAlert } from '../../demo/send-alerts.js';
import { until } from '../../demo/until.js';
import { comingEvents } from '../../demo/what-comes.js';
import { aFolder } from '../world/a-cluster.js';

test('while no one answers, the page’s clock goes on to a reminder and to the shift lead, who orders the pizza', async () => {
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const options = { folder: await aFolder(), paceMs: 3_600_000, log: () => undefined };

  await withDemoSession(options, async ({ simulator, world, card }) => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.setDefaultTimeout(30_000);
    await sendAlert(world.alertsUrl, (await capturedAlerts()).firing);
    const { ts } = await card('the card', (text) => text.includes('Waiting'));
    await page.goto(`${simulator.pageUrl}#as=U0CAROL&in=${channel}`);
    const tools = page.getByRole('complementary', { name: 'Simulator' });
    await tools.getByRole('button', { name: 'Clock' }).click();

    await tools.getByRole('button', { name: comingEvents.reminder }).click();
    const reminder = await until(
      'a reminder',
      () => simulator.messages(channel).find(({ threadTs }) => threadTs === ts) ?? null,
    );
    await tools.getByRole('button', { name: comingEvents.shiftLead }).click();
    await until('the direct message', () => simulator.messages('U0CAROL')[0] ?? null);
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /approvals/ })
      .click();
    await page
      .getByRole('main')
      .getByRole('button', { name: /^Order now/ })
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Order now' }).click();
    const approved = await card('the approval in the channel', (text) => text.includes('Approved: Order now'));

    expect(reminder.notified).toEqual(['U0ALICE', 'U0BOB']);
    expect(approved.text).toContain('U0CAROL');
    expect(approved.ts).toBe(ts);
  });
}, 120_000);

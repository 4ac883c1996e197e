import { launchBrowser } from 'test-browser/launch-browser';
import { expect, onTestFinished, test } from 'vitest';
import { withDemoSession } from '../../demo/demo-session.js';
import { channel } from '../../demo/demo-world.js';
import { capturedAlerts, sendAlert } from '../../demo/send-alerts.js';
import { until } from '../../demo/until.js';
import { aFolder } from '../world/a-cluster.js';

test('a card that could not be posted appears after a person invites the app, and can be approved', async () => {
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const options = { folder: await aFolder(), paceMs: 3_600_000, log: () => undefined };

  await withDemoSession(options, async ({ simulator, world, timestamps }) => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.setDefaultTimeout(15_000);
    await page.goto(`${simulator.pageUrl}#as=U0ALICE&in=${channel}`);
    const tools = page.getByRole('complementary', { name: 'Simulator' });
    await tools.getByRole('button', { name: 'Workspace' }).click();
    await tools.getByRole('button', { name: 'Remove app: #pizza' }).click();
    await page.getByText('approvals is not in this channel.').waitFor();
    await sendAlert(world.alertsUrl, (await capturedAlerts()).firing);
    await until(
      'a refused post',
      () => simulator.traffic.find(({ detail }) => detail?.startsWith('not_in_channel')) ?? null,
    );
    expect(timestamps()).toEqual([]);

    await page.getByRole('button', { name: 'Invite approvals' }).click();

    await page.getByRole('button', { name: /^Order now: / }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Order now' }).click();
    await page.getByRole('main').getByText('Approved: Order now').waitFor();
    expect(timestamps()).toHaveLength(1);
  });
}, 90_000);

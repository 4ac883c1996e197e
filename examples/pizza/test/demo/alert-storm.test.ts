import { launchBrowser } from 'test-browser/launch-browser';
import { expect, onTestFinished, test } from 'vitest';
import { withDemoSession } from '../../demo/demo-session.js';
import { channel } from '../../demo/demo-world.js';
import { until } from '../../demo/until.js';
import { aFolder } from '../world/a-cluster.js';

test('the page’s button sends sixty alerts: each asks, and one summary card lists all that wait', async () => {
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const options = { folder: await aFolder(), paceMs: 3_600_000, log: () => undefined };

  await withDemoSession(options, async ({ simulator, timestamps }) => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.setDefaultTimeout(30_000);
    await page.goto(`${simulator.pageUrl}#as=U0ALICE&in=${channel}`);
    const tools = page.getByRole('complementary', { name: 'Simulator' });
    await tools.getByRole('button', { name: 'Events' }).click();
    /** How many approvals wait, as the app says. */
    const waiting = async () => {
      await simulator.command({ userId: 'U0ALICE', channelId: channel, command: '/pizza', text: 'status' });
      const told = simulator
        .messages(channel, { asUser: 'U0ALICE' })
        .filter(({ ephemeralFor }) => ephemeralFor !== null);
      return Number(/wait for an answer: (\d+)/.exec(told.at(-1)?.text ?? '')?.[1]);
    };

    await tools.getByRole('button', { name: 'Send 60 alerts' }).click();
    const first = await until('a card', () => timestamps()[0] ?? null);
    await until('the others', async () => ((await waiting()) === 60 ? true : null));
    const list = page.getByRole('button', { name: /^Show the list: \d+ approvals wait/ });
    await list.waitFor();

    expect(timestamps()).toContain(first);
    expect(timestamps().length).toBeLessThan(60);

    await list.click();
    const modal = page.getByRole('dialog');
    await modal.getByRole('button', { name: /^Open/ }).first().click();
    await modal.getByRole('button', { name: 'Order now' }).waitFor();
  });
}, 120_000);

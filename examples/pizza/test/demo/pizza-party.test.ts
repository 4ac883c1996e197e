import { launchBrowser } from 'test-browser/launch-browser';
import { expect, onTestFinished, test } from 'vitest';
import { withDemoSession } from '../../demo/demo-session.js';
import { channel } from '../../demo/demo-world.js';
import { until } from '../../demo/until.js';
import { comingEvents } from '../../demo/what-comes.js';
import { aFolder } from '../world/a-cluster.js';

test('in the page Bob asks for a party, Alice approves, a reminder mentions Carol, and she orders the pizzas', async () => {
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const options = { folder: await aFolder(), paceMs: 3_600_000, log: () => undefined };

  await withDemoSession(options, async ({ simulator, world, card }) => {
    const openAs = async (userId: string) => {
      const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      page.setDefaultTimeout(30_000);
      await page.goto(`${simulator.pageUrl}#as=${userId}&in=${channel}`);
      return page;
    };
    const bob = await openAs('U0BOB');
    const line = bob.getByPlaceholder(/^Type \/ for a command/);
    await line.fill('/pizza party 12 large olives');
    await line.press('Enter');
    const { ts } = await card('the card', (text) => text.includes('Stage 1 of 2: Team'));
    // the reminders of the second stage count from its own beginning
    await simulator.jump(7 * 60_000);
    const alice = await openAs('U0ALICE');
    await alice
      .getByRole('main')
      .getByRole('button', { name: /^Approve/ })
      .click();
    await alice.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await card('the second stage', (text) => text.includes('Stage 2 of 2: Budget'));
    const thread = () => simulator.messages(channel).filter(({ threadTs }) => threadTs === ts);
    await until('the word to Carol', () => thread()[0] ?? null);

    const carol = await openAs('U0CAROL');
    const tools = carol.getByRole('complementary', { name: 'Simulator' });
    await tools.getByRole('button', { name: 'Clock' }).click();
    const reminder = tools.getByRole('button', { name: comingEvents.reminder });
    await reminder.waitFor();
    const leadCount = await tools.getByRole('button', { name: comingEvents.shiftLead }).count();
    await reminder.click();
    const reminded = await until('a reminder', () => thread()[1] ?? null);
    await carol
      .getByRole('main')
      .getByRole('button', { name: /^Order now/ })
      .click();
    await carol.getByRole('dialog').getByRole('button', { name: 'Order now' }).click();
    const { text } = await card('the approval', (shown) => shown.includes('Approved: Order now'));
    const orders = await until('an order', async () => {
      const all = await world.orders.list();
      return all.length > 0 ? all : null;
    });

    expect(leadCount).toBe(0);
    expect(reminded.notified).toEqual(['U0CAROL']);
    expect(text).toContain('12 × large, olives');
    expect(orders).toHaveLength(1);
  });
}, 120_000);

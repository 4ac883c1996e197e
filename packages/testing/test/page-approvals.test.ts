import { createApprovals, memoryStore, usergroup } from '@k8s-pizza/slack-approval';
import { createSlackSimulator } from '@k8s-pizza/slack-approval-testing';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { launchBrowser } from 'test-browser/launch-browser';
import { expect, onTestFinished, test } from 'vitest';
import { serve, startPlainHost } from './plain-host.js';

const anything: StandardSchemaV1<{ readonly size: string }> = {
  '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: value as { size: string } }) },
};

/** A whole app in front of the page, on one clock with the simulator. */
async function startOrders() {
  let aheadMs = 0;
  const clock = () => Date.now() + aheadMs;
  const slack = await createSlackSimulator({
    clock,
    onClockJump: (ms) => {
      aheadMs += ms;
    },
    upcoming: async () => {
      const { approvals: pending } = await approvals.list({ status: 'pending' });
      return pending.flatMap(({ expiresAt }) => (expiresAt === null ? [] : [{ label: 'Expiry', at: expiresAt }]));
    },
  });
  const approvals = createApprovals({
    store: memoryStore(),
    slack: { token: slack.botToken, signingSecret: slack.signingSecret, apiUrl: slack.apiUrl },
    clock,
  });
  const delivered: string[] = [];
  const orders = approvals.define('order', {
    schema: anything,
    channel: 'C0PIZZA',
    card: ({ size }) => ({ title: `Order a ${size} pizza?` }),
    approvers: [usergroup('S0ONCALL')],
    expiresIn: '4h',
    sink: async ({ outcome }) => void delivered.push(outcome),
  });
  const host = await startPlainHost(serve)(approvals);
  slack.requestUrl = host.url;
  approvals.start({ pollMs: 50 });
  const browser = await launchBrowser();
  onTestFinished(async () => {
    await browser.close();
    await approvals.stop();
    await host.close();
    await slack.close();
  });
  const page = await browser.newPage({ viewport: { width: 1400, height: 800 } });
  page.setDefaultTimeout(15_000);
  await page.goto(`${slack.pageUrl}#as=U0ALICE&in=C0PIZZA`);
  return { orders, page, delivered };
}

test('a person approves in the page; a guest is refused in private; another approval expires as the clock jumps', async () => {
  const { orders, page, delivered } = await startOrders();
  await orders.ask({ size: 'large' }, { requester: 'alertmanager' });
  const approve = page.getByRole('button', { name: 'Approve: Order a large pizza?' });
  const confirm = page.getByRole('dialog').getByRole('button', { name: 'Approve' });

  await page.getByRole('button', { name: 'guest' }).click();
  await approve.click();
  await confirm.click();
  const privately = page.getByText('Only visible to you');
  await privately.waitFor();
  await page.getByRole('button', { name: 'alice' }).click();
  // until the page shows what alice sees, a click is the guest's, and its dialog goes with their view
  await privately.waitFor({ state: 'detached' });
  await approve.click();
  await confirm.click();
  await page.getByText('Approved by @alice').waitFor();

  await orders.ask({ size: 'small' }, { requester: 'alertmanager' });
  await page.getByRole('button', { name: 'Approve: Order a small pizza?' }).waitFor();
  await page.getByRole('button', { name: 'Clock' }).click();
  await page.getByRole('button', { name: /^Expiry: / }).click();
  await page.getByText('Expired').waitFor();

  await expect.poll(() => delivered, { timeout: 15_000 }).toEqual(['approved', 'expired']);
});

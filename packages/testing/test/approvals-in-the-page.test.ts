import { createApprovals, memoryStore, user, usergroup } from '@k8s-pizza/slack-approval';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import type { KnownBlock } from '@slack/types';
import { WebClient } from '@slack/web-api';
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
  const staged = approvals.define('staged-order', {
    schema: anything,
    channel: 'C0PIZZA',
    title: ({ size }) => `Order a ${size} pizza in stages?`,
    stages: [
      { name: 'Security', approvers: [user('U0ALICE')] },
      { name: 'Operations', approvers: [user('U0BOB')] },
    ],
    vetoers: [user('U0CAROL')],
    onDecision: async ({ outcome }) => void delivered.push(outcome),
  });
  const orders = approvals.define('order', {
    schema: anything,
    channel: 'C0PIZZA',
    card: ({ size }) => ({ title: `Order a ${size} pizza?` }),
    approvers: [usergroup('S0ONCALL')],
    expiresIn: '4h',
    onDecision: async ({ outcome }) => void delivered.push(outcome),
  });
  const host = await startPlainHost(serve)(approvals);
  slack.requestUrl = host.url;
  approvals.start({ pollEvery: '50ms' });
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
  return { orders, staged, page, delivered, slack };
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

test('a person pages through the list of a channel, opens an approval on it, approves it there, and is back on the list', async () => {
  const { orders, page, delivered, slack } = await startOrders();
  for (let number = 1; number <= 12; number += 1)
    await orders.ask({ size: `number ${number}` }, { requester: 'alertmanager' });
  // the button of the card that stands for many
  const button = {
    type: 'button',
    action_id: 'approval:default:show_list',
    text: { type: 'plain_text', text: 'List' },
  };
  await new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl }).chat.postMessage({
    channel: 'C0PIZZA',
    text: 'Many wait.',
    blocks: [{ type: 'actions', elements: [button] }] as KnownBlock[],
  });
  const list = page.getByRole('dialog', { name: 'Open approvals' });

  await page.getByRole('button', { name: 'List', exact: true }).click();
  await list.getByText('Order a number 12 pizza?').waitFor();
  await list.getByRole('button', { name: /^Next/ }).click();
  await list.getByRole('button', { name: 'Open: Order a number 1 pizza?' }).click();
  const card = page.getByRole('dialog', { name: 'Approval' });
  await card.getByRole('button', { name: 'Approve: Order a number 1 pizza?' }).click();
  await page.getByRole('dialog', { name: 'Approve' }).getByRole('button', { name: 'Approve' }).click();
  await page.getByText(/^Your answer is in/).waitFor();
  await page.getByRole('button', { name: 'Back' }).click();

  await list.getByRole('button', { name: /^Previous/ }).click();
  await list.getByText('Order a number 12 pizza?').waitFor();
  await expect.poll(() => delivered, { timeout: 15_000 }).toEqual(['approved']);
}, 60_000);

test('two people approve one stage after the other in the page, and a third one, who may reject alone, rejects another', async () => {
  const { staged, page, delivered } = await startOrders();
  const asPerson = async (name: string) => {
    await page.getByRole('button', { name }).click();
    await page.getByRole('button', { name, pressed: true }).waitFor();
  };
  const press = async (verb: 'Approve' | 'Reject', title: string) => {
    await page.getByRole('button', { name: `${verb}: ${title}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: verb }).click();
  };
  const first = 'Order a large pizza in stages?';
  await staged.ask({ size: 'large' }, { requester: 'alertmanager' });

  await page.getByText('Stage 1 of 2: Security', { exact: true }).waitFor();
  await press('Approve', first);
  await page.getByText('Stage 2 of 2: Operations', { exact: true }).waitFor();
  await page.getByText('This now waits for your answer.').waitFor();
  await asPerson('bob');
  await press('Approve', first);
  await page.getByText('Approved by @alice, @bob').waitFor();

  await staged.ask({ size: 'small' }, { requester: 'alertmanager' });
  await asPerson('carol');
  await press('Reject', 'Order a small pizza in stages?');
  await page.getByText('Rejected by @carol').waitFor();

  await expect.poll(() => delivered, { timeout: 15_000 }).toEqual(['approved', 'rejected']);
}, 60_000);

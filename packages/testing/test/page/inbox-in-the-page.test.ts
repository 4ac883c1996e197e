import { usergroup } from '@k8s-pizza/slack-approval';
import { expect, test } from 'vitest';
import { anything, startOrders } from './orders-in-the-page.js';

async function startInbox() {
  const started = await startOrders();
  const { approvals, orders, page, slack, advance } = started;
  const deploys = approvals.define('deploy', {
    schema: anything,
    channel: 'C0PIZZA',
    card: ({ size }) => ({ title: `Deploy the ${size} oven?` }),
    approvers: [usergroup('S0ONCALL')],
    quorum: { approve: 2 },
  });
  // the Home sorts by the instant: without `advance`, several may have the same
  for (let number = 1; number <= 10; number += 1) {
    await orders.ask({ size: `number ${number}` }, { requester: 'alertmanager' });
    advance(1_000);
  }
  const { approval: deploy } = await deploys.ask({ size: 'new' }, { requester: 'ci' });
  advance(1_000);
  const { approval: changing } = await orders.ask({ size: 'small' }, { requester: 'ci' });
  advance(1_000);
  const { approval: order } = await orders.ask({ size: 'large' }, { requester: 'ci' });
  await page.goto(`${slack.pageUrl}#as=U0ALICE&in=home`);
  await page.getByText('Order a large pizza?').waitFor();
  return { ...started, deploy, changing, order };
}

test('a person filters and pages in the App Home, and approves three at once: one is, one needs another person, one was changed', async () => {
  const { approvals, orders, page, delivered, deploy, changing, order } = await startInbox();
  const menu = (name: string) => page.getByRole('combobox', { name });

  await menu('All kinds').selectOption('deploy');
  await page.getByText('Order a large pizza?').waitFor({ state: 'detached' });
  expect(await page.getByText('Deploy the new oven?').count()).toBe(1);
  await menu('All kinds').selectOption('All kinds');
  await page.getByRole('button', { name: /^Next/ }).click();
  await page.getByText('Order a number 1 pizza?').waitFor();
  await page.getByRole('button', { name: /^Previous/ }).click();
  await page.getByText('Order a large pizza?').waitFor();

  // in the order of the rows: large, small, the oven
  for (const row of [0, 1, 2]) await page.getByLabel('Select').nth(row).check();
  await page.getByRole('button', { name: 'Approve selected' }).click();
  const form = page.getByRole('dialog', { name: 'Approve 3' });
  for (const title of ['Order a large pizza?', 'Order a small pizza?', 'Deploy the new oven?'])
    await form.getByRole('heading', { name: title }).waitFor();
  await orders.amend({ id: changing.id }, { size: 'huge' }, { by: 'ci' });
  await form.getByRole('button', { name: 'Approve 3' }).click();

  const results = page.getByRole('dialog', { name: 'Your answers' });
  await results.getByText('✓ Approved').waitFor();
  await results.getByText('✓ Your answer is in. 1 of 2 approvals').waitFor();
  await results.getByText('✗ This was changed after you saw it').waitFor();
  await results.getByRole('button', { name: 'Close' }).first().click();
  await page.getByText('Order a large pizza?').waitFor({ state: 'detached' });
  await page.getByText('Order a huge pizza?').waitFor();
  const statuses = [order, deploy, changing].map(async ({ id }) => (await approvals.get(id))?.status);
  expect(await Promise.all(statuses)).toEqual(['approved', 'pending', 'pending']);
  await menu('Waiting for you').selectOption('Decided lately');
  await page.getByText('Order a large pizza?').waitFor();
  await expect.poll(() => delivered, { timeout: 15_000 }).toEqual(['approved']);
}, 60_000);

import { usergroup } from '@k8s-pizza/slack-approval';
import type { KnownBlock } from '@slack/types';
import { WebClient } from '@slack/web-api';
import { expect, test } from 'vitest';
import { startOrders } from './orders-in-the-page.js';

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

const twoVotes = { quorum: { approve: 2, reject: 2 }, reason: { approve: 'none', reject: 'none' } } as const;

/** An approval that needs two votes, and what a person does with its card. */
async function startOrder(rules: Parameters<typeof startOrders>[0] = twoVotes) {
  const { approvals, orders, page } = await startOrders(rules);
  const { approval } = await orders.ask({ size: 'large' }, { requester: 'alertmanager' });
  const press = async (name: string) => {
    await page.getByRole('button', { name: `${name}: Order a large pizza?` }).click();
  };
  const confirm = async (name: string) => {
    await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
  };
  const answers = async () =>
    (await approvals.get(approval.id))?.votes.map(({ by, answer, reason }) => [by.userId, answer, reason]);
  return { page, press, confirm, answers };
}

test('a person votes in the page, takes the vote back in Details, and votes otherwise', async () => {
  const { page, press, confirm, answers } = await startOrder();
  await press('Approve');
  await confirm('Approve');
  await page.getByText('1 of 2 approvals').waitFor();

  await press('Details');
  const details = page.getByRole('dialog', { name: 'Details' });
  await details.getByRole('button', { name: 'Take my vote back' }).click();
  await details.getByText('Your answer is taken back.').waitFor();
  expect(await details.getByRole('button', { name: 'Take my vote back' }).count()).toBe(0);
  await details.getByRole('button', { name: 'Close' }).first().click();
  await page.getByText('0 of 2 approvals').waitFor();
  expect(await answers()).toEqual([]);
  await press('Reject');
  await confirm('Reject');

  await expect.poll(answers, { timeout: 15_000 }).toEqual([['U0ALICE', 'reject', null]]);
});

test('a person changes a vote in the page, and then its reason in the form that opens with it', async () => {
  const { page, press, confirm, answers } = await startOrder({ ...twoVotes, reason: { reject: 'required' } });
  const form = page.getByRole('dialog', { name: 'Reject' });
  await press('Approve');
  await confirm('Approve');
  await page.getByText('1 of 2 approvals').waitFor();

  await press('Reject');
  await form.getByLabel('Reason').fill('too cold');
  await form.getByRole('button', { name: 'Reject' }).click();
  await page.getByText('0 of 2 approvals').waitFor();
  await form.waitFor({ state: 'detached' });
  expect(await answers()).toEqual([['U0ALICE', 'reject', 'too cold']]);
  await press('Reject');
  expect(await form.getByLabel('Reason').inputValue()).toBe('too cold');
  await form.getByLabel('Reason').fill('too small');
  await form.getByRole('button', { name: 'Reject' }).click();
  await form.waitFor({ state: 'detached' });

  expect(await answers()).toEqual([['U0ALICE', 'reject', 'too small']]);
});

test('the details say in the page whether the person who looks may decide', async () => {
  const { page, press } = await startOrder();
  const details = page.getByRole('dialog', { name: 'Details' });
  await press('Details');
  await details.getByText('You can approve or reject this.').waitFor();
  await details.getByRole('button', { name: 'Close' }).first().click();

  await page.getByRole('button', { name: 'carol' }).click();
  // until the page shows what carol sees, a click is alice's
  await page.getByRole('button', { name: 'carol', pressed: true }).waitFor();
  await press('Details');

  await details.getByText('You are not one of the approvers of this.').waitFor();
  expect(await details.getByText('You can approve or reject this.').count()).toBe(0);
});

test('a person orders for the next shift in the page: the form has the name of the choice, and the card says it', async () => {
  const { orders, page, delivered } = await startOrders({
    choices: [
      { id: 'now', label: 'Order now', answer: 'approve', style: 'primary' },
      { id: 'next-shift', label: 'Order for the next shift', answer: 'approve', reason: 'required' },
      { id: 'no', label: 'No', answer: 'reject', style: 'danger' },
    ],
  });
  await orders.ask({ size: 'large' }, { requester: 'alertmanager' });
  const dialog = page.getByRole('dialog');

  await page.getByRole('button', { name: 'Order now: Order a large pizza?' }).click();
  await dialog.getByText('This is carried out as soon as it is approved.').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Order for the next shift: Order a large pizza?' }).click();
  const form = page.getByRole('dialog', { name: 'Order for the next shift' });
  await form.getByLabel('Reason: Order for the next shift').fill('The oven is busy');
  await form.getByRole('button', { name: 'Order for the next shift' }).click();

  await page.getByText('Approved: Order for the next shift, by @alice').waitFor();
  await expect.poll(() => delivered, { timeout: 15_000 }).toEqual(['next-shift']);
});

test('a person changes an order in the form that approves: a number with a comma is refused, and the card says what changed', async () => {
  const payloads: unknown[] = [];
  const { orders, page } = await startOrders({
    approvers: [usergroup('S0ONCALL')],
    inputs: {
      size: {
        type: 'select',
        label: 'Size',
        options: ['small', 'large'].map((size) => ({ value: size, label: size })),
      },
      slices: { type: 'number', label: 'Slices', min: 1, max: 12 },
    },
    onDecision: ({ payload, original }) => void payloads.push(payload, original?.payload),
  });
  await orders.ask({ size: 'large', slices: 12 }, { requester: 'alertmanager' });

  await page.getByRole('button', { name: 'Approve: Order a large pizza?' }).click();
  const form = page.getByRole('dialog', { name: 'Approve' });
  await form.getByText('You can change these values before you approve.').waitFor();
  const slices = form.getByLabel('Slices');
  await slices.fill('1,5');
  await form.getByRole('button', { name: 'Approve' }).click();
  await form.getByText('whole number').waitFor();
  await slices.fill('6');
  await form.getByRole('button', { name: 'Approve' }).click();

  await page.getByText('Edited by').waitFor();
  await page.getByText('Slices: 12 → 6').waitFor();
  await expect
    .poll(() => payloads, { timeout: 15_000 })
    .toEqual([
      { size: 'large', slices: 6 },
      { size: 'large', slices: 12 },
    ]);
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

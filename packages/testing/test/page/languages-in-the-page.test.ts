import { user } from '@k8s-pizza/slack-approval';
import { ja } from '@k8s-pizza/slack-approval/messages/ja';
import { expect, test } from 'vitest';
import { startOrders } from './orders-in-the-page.js';

test('an app in Japanese: a card of right-to-left text is approved, and who may not is told why', async () => {
  const { approvals, orders, page, slack, delivered } = await startOrders({ quorum: { approve: 2 } }, ja);
  const { approval } = await orders.ask({ size: 'הזמנת פיצה' }, { requester: user('U0CAROL') });

  await page.getByRole('heading', { name: 'Order a הזמנת פיצה pizza?' }).waitFor();
  await page.getByRole('button', { name: '承認する', exact: false }).click();
  const dialog = page.getByRole('dialog', { name: '承認する' });
  await dialog.getByText('承認が成立すると、すぐに実行されます。').waitFor();
  await dialog.getByRole('button', { name: '承認する' }).click();
  await page.getByText('承認 1/2 件').waitFor();
  await page.getByRole('button', { name: '詳細' }).click();
  const details = page.getByRole('dialog', { name: '詳細' });
  await details.getByText('回答は受け付け済みです。').waitFor();
  await details.getByRole('button', { name: '閉じる' }).first().click();

  await page.goto('about:blank');
  await page.goto(`${slack.pageUrl}#as=U0CAROL&in=C0PIZZA`);
  await page.getByRole('button', { name: '承認する', exact: false }).click();
  await page.getByRole('dialog', { name: '承認する' }).getByRole('button', { name: '承認する' }).click();
  await page.getByText('あなたが出した依頼のため、ほかの人の回答が必要です。').waitFor();

  await page.goto(`${slack.pageUrl}#as=U0BOB&in=home`);
  await page.getByRole('heading', { name: 'あなたの回答待ち' }).waitFor();
  expect((await approvals.get(approval.id))?.status).toBe('pending');
  expect(delivered).toEqual([]);
}, 60_000);

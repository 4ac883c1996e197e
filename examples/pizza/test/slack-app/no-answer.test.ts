import { usergroup } from '@k8s-pizza/slack-approval';
import { createTestApprovals } from '@k8s-pizza/slack-approval-testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { definePizzaOrder, type PizzaKindSetup } from '../../src/pizza-kinds.js';
import { aPizzaOrder } from '../world/an-approval.js';

/** An order that Alice and Bob are asked about. Carol is the shift lead. */
async function anOrder(setup: Partial<PizzaKindSetup> = { remindEvery: '10m', shiftLead: 'U0CAROL' }) {
  const app = await createTestApprovals();
  onTestFinished(() => app.close());
  const sink = vi.fn(async () => undefined);
  const kind = definePizzaOrder(app.approvals, {
    channel: 'C0PIZZA',
    approvers: [usergroup('S0ONCALL')],
    sink,
    ...setup,
  });
  await kind.ask(aPizzaOrder, { key: 'alert', requester: 'alertmanager' });
  const card = await app.expectCard();
  /** The messages in the thread of the card. */
  const reminders = () => app.slack.messages('C0PIZZA').filter(({ threadTs }) => threadTs === card.ts);
  return { app, card, sink, reminders };
}

test('every ten minutes a reminder mentions the people on call, until the question expires', async () => {
  const { app, reminders } = await anOrder({ remindEvery: '10m' });

  await app.advance('9m');
  const early = reminders().length;
  await app.advance('1m');
  const first = reminders();
  await app.advance('10m');
  await app.advance('10m');
  await app.advance('10m');

  expect(early).toBe(0);
  expect(first).toHaveLength(1);
  expect(first[0]?.notified).toEqual(['U0ALICE', 'U0BOB']);
  expect(reminders()).toHaveLength(2);
  expect((await app.expectCard()).approval.status).toBe('expired');
});

test('after a quarter of an hour the shift lead has the card in a direct message, and orders the pizza there', async () => {
  const { app, card, sink } = await anOrder();
  await expect(app.approve(card, { as: 'U0CAROL', choice: 'now' })).rejects.toThrow('not one of the approvers');

  await app.advance('15m');
  expect(app.slack.messages('U0CAROL')).toHaveLength(1);
  await app.approve(await app.expectCard({ channel: 'U0CAROL' }), { as: 'U0CAROL', choice: 'now' });

  expect(sink).toHaveBeenCalledTimes(1);
  expect(sink.mock.calls[0]).toMatchObject([{ outcome: 'approved', decidedBy: [{ userId: 'U0CAROL' }] }, {}]);
});

test('without these settings no one is reminded, and no one else is asked', async () => {
  const { app, reminders } = await anOrder({});

  await app.advance('29m');

  expect(reminders()).toEqual([]);
  expect(app.slack.messages('U0CAROL')).toEqual([]);
  await expect(app.approve(await app.expectCard(), { as: 'U0CAROL', choice: 'now' })).rejects.toThrow(
    'not one of the approvers',
  );
});

import { createApprovals, memoryStore, user } from '@k8s-pizza/slack-approval';
import { expect, test } from 'vitest';
import { metricsRoute } from '../../src/operations.js';

const request = { method: 'GET', header: () => null, body: new Uint8Array() };

test.each([
  ['fails', () => Promise.reject(new Error('gone'))],
  ['does not answer', () => new Promise<never>(() => undefined)],
])('a store that %s takes its own number away, and no other', async (_, list) => {
  const approvals = createApprovals({ store: memoryStore() });
  // what a first call loads takes its time
  await approvals.list();
  let isAway = false;
  const some = {
    on: approvals.on.bind(approvals),
    list: (query?: Parameters<typeof approvals.list>[0]) => (isAway ? list() : approvals.list(query)),
  };
  const { answer } = metricsRoute(some, 20);
  const before = await answer(request);
  isAway = true;
  const meanwhile = await answer(request);

  expect(before.body).toMatch(/^slack_approval_attention 0$/m);
  expect(meanwhile.status).toBe(200);
  expect(meanwhile.body).toMatch(/^process_cpu_seconds_total /m);
  expect(meanwhile.body).not.toMatch(/^slack_approval_attention \S/m);
});

test('approvals that ended before their card was posted are counted by kind and outcome', async () => {
  const approvals = createApprovals({ store: memoryStore() });
  const { answer } = metricsRoute(approvals);
  const kind = approvals.define('pizza-order', {
    schema: { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) } },
    card: () => ({ title: 'Order pizza?' }),
    channel: 'C0PIZZA',
    approvers: [user('U0ALICE')],
    onDecision: async () => undefined,
  });
  const { approval } = await kind.ask({}, { requester: 'alertmanager' });

  await approvals.withdraw(approval.id, { by: 'alertmanager', reason: 'resolved' });

  const { body } = await answer(request);
  expect(body).toContain('slack_approval_never_shown_total{kind="pizza-order",outcome="withdrawn"} 1');
});

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, describe, test } from 'node:test';
import { createApprovals, memoryStore, user } from '@k8s-pizza/slack-approval';
import { approvalsRouter } from '@k8s-pizza/slack-approval-express';
import { storeContract } from '@k8s-pizza/slack-approval-testing';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import express from 'express';
import { z } from 'zod';
import { listen } from './listen.mjs';

let store;
storeContract({
  runner: { describe, test },
  name: 'a store of the program',
  create: async () => {
    store = memoryStore();
    return store;
  },
  reopen: { skip: 'it ends with its process' },
  readRow: (id) => store.get(id),
});

const closing = [];
after(async () => {
  for (const close of closing.reverse()) await close();
});

test('a program asks, a person approves, and the decision is delivered', async () => {
  const slack = await createSlackSimulator();
  const { botToken: token, signingSecret, apiUrl } = slack;
  const approvals = createApprovals({ slack: { token, signingSecret, apiUrl }, store: memoryStore() });
  const { url, close } = await listen(createServer(express().use(approvalsRouter(approvals))));
  closing.push(
    () => slack.close(),
    () => approvals.stop(),
    () => close(),
  );
  slack.requestUrl = url;
  const delivered = [];
  const orders = approvals.define('pizza-order', {
    schema: z.object({ size: z.string() }),
    channel: 'C0PIZZA',
    card: ({ size }) => ({ title: 'Order pizza?', fields: { Size: size } }),
    approvers: [user('U0ALICE')],
    onDecision: async ({ outcome, payload }) => void delivered.push([outcome, payload]),
  });

  await orders.ask({ size: 'large' }, { requester: 'oven' });
  await approvals.flush();
  const [{ ts }] = slack.messages('C0PIZZA');
  const sent = await slack.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: 'approval:default:approve' });
  await approvals.flush();

  assert.deepEqual([sent.status, sent.failure], [200, null]);
  assert.deepEqual(delivered, [['approved', { size: 'large' }]]);
});

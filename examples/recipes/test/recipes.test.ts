import type { Approvals } from '@k8s-pizza/slack-approval';
import { createTestApprovals } from '@k8s-pizza/slack-approval-testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { askAndExit, defineReleases } from '../src/ask-and-exit.js';
import { mayRestart } from '../src/ask-in-a-thread.js';
import { defineOrders } from '../src/change-a-question.js';
import { mayFailOver } from '../src/escalate.js';
import { defineAccess, isUnchanged } from '../src/keep-evidence.js';
import { defineRaises } from '../src/one-after-the-other.js';
import { defineDeploys, report } from '../src/show-progress.js';
import { approvedEmail } from '../src/tool-of-an-agent.js';
import { mayOpenFirewall } from '../src/two-groups.js';
import { watchRefusals } from '../src/watch-refusals.js';

const workspace = { usergroups: [{ id: 'S0SECURITY', users: ['U0CAROL'] }] };

async function aWorkspace() {
  const app = await createTestApprovals({ workspace });
  onTestFinished(() => app.close());
  return app;
}

test('a build asks and exits; another process carries the approval out', async () => {
  const app = await aWorkspace();
  const publish = vi.fn(async () => undefined);
  const releases = defineReleases(app.approvals, publish);

  const id = await askAndExit(app.approvals, releases, '4.2');
  const card = await app.expectCard({ text: 'Publish 4.2?' });
  await app.approve(card, { as: 'U0ALICE' });

  expect(card.id).toBe(id);
  expect(publish.mock.calls).toEqual([['4.2', id]]);
});

test('after half an hour of silence the manager has the card too, and may decide', async () => {
  const app = await aWorkspace();
  const may = mayFailOver(app.approvals, 'INC-1');
  const card = await app.expectCard({ channel: 'C0OPS' });
  await expect(app.approve(card, { as: 'U0CAROL' })).rejects.toThrow('not one of the approvers');

  await app.advance('30m');
  await app.approve(await app.expectCard({ channel: 'U0CAROL' }), { as: 'U0CAROL' });

  expect(await may).toBe(true);
  expect(app.slack.messages('C0OPS').filter(({ threadTs }) => threadTs === card.ts)).not.toEqual([]);
});

test('after two hours of silence it is rejected', async () => {
  const app = await aWorkspace();
  const may = mayFailOver(app.approvals, 'INC-1');
  await app.expectCard({ channel: 'C0OPS' });

  await app.advance('2h');

  expect(await may).toBe(false);
});

test('the card and its reminders are in the thread of the incident', async () => {
  const app = await aWorkspace();
  const post = await fetch(`${app.slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.slack.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'C0OPS', text: 'INC-1: checkout is slow' }),
  });
  const { ts } = await post.json();
  const incident = { id: 'INC-1', message: { channelId: 'C0OPS', ts } };
  const may = mayRestart(app.approvals, incident, 'checkout');
  const card = await app.expectCard({ text: 'Restart checkout?' });

  await app.advance('5m');
  await app.approve(card, { as: 'U0ALICE' });

  expect(app.slack.messages('C0OPS').filter(({ threadTs }) => threadTs === ts)).toMatchObject([
    { isBroadcast: false, notified: ['U0ALICE', 'U0BOB'] },
    { isBroadcast: true, notified: ['U0ALICE', 'U0BOB'] },
  ]);
  expect(await may).toBe(true);
});

test('each of two groups has to give one approval', async () => {
  const app = await aWorkspace();
  const may = mayOpenFirewall(app.approvals, 'allow 10.0.0.0/8');
  const card = await app.expectCard();

  await app.approve(card, { as: 'U0ALICE' });
  await app.approve(card, { as: 'U0BOB' });
  const early = (await app.expectCard()).approval.status;
  await app.approve(card, { as: 'U0CAROL' });

  expect(early).toBe('pending');
  expect(await may).toBe(true);
});

test('the second team is asked once the first has approved', async () => {
  const app = await aWorkspace();
  const pay = vi.fn(async () => undefined);
  const raise = { person: 'Ann', amount: 100 };
  const { approval } = await defineRaises(app.approvals, pay).ask(raise, { requester: 'hr' });

  await app.approve(approval, { as: 'U0ALICE' });
  const card = await app.expectCard({ text: 'Stage 2 of 2: Finance' });
  expect(pay).not.toHaveBeenCalled();
  await app.approve(card, { as: 'U0CAROL' });

  expect(pay.mock.calls).toEqual([[raise, approval.id]]);
  expect(await app.cards()).toHaveLength(1);
});

test('the card shows the steps after the approval, and which one failed', async () => {
  const app = await aWorkspace();
  const run = vi.fn(async () => undefined);
  const { approval } = await defineDeploys(app.approvals, run).ask({ version: '4.2' }, { requester: 'ci' });
  await app.approve(approval, { as: 'U0BOB' });

  await report(app.approvals, approval.id, 'Build');
  await report(app.approvals, approval.id, 'Roll out', 'the cluster is full');
  await app.advance('1m');

  expect(run.mock.calls).toEqual([['4.2', approval.id]]);
  await app.expectCard({ text: 'the cluster is full' });
});

test('a changed order needs new approvals, and only the new one is paid', async () => {
  const app = await aWorkspace();
  const pay = vi.fn(async () => undefined);
  const orders = defineOrders(app.approvals, pay);
  await orders.ask({ id: '17', amount: 20 });
  await app.approve(await app.expectCard(), { as: 'U0ALICE' });

  expect(await orders.change({ id: '17', amount: 30 })).toBe('changed');
  const card = await app.expectCard({ text: 'Pay 30 EUR for order 17?' });
  await app.approve(card, { as: 'U0BOB' });
  expect(pay).not.toHaveBeenCalled();
  await app.approve(card, { as: 'U0ALICE' });

  expect(pay.mock.calls).toEqual([[{ id: '17', amount: 30 }]]);
  expect(await orders.change({ id: '17', amount: 40 })).toContain('approved');
});

test('what proves a decision is kept elsewhere, and the store is checked against it', async () => {
  const app = await aWorkspace();
  const saved = new Map<string, Parameters<Parameters<typeof defineAccess>[1]['save']>[1]>();
  const evidence = {
    save: async (id: string, found: Parameters<Parameters<typeof defineAccess>[1]['save']>[1]) =>
      void saved.set(id, found),
    headOf: async (id: string) => saved.get(id)?.head ?? { seq: 1, hash: '' },
  };
  const { approval } = await defineAccess(app.approvals, evidence).ask(
    { account: 'ann', role: 'admin' },
    { requester: 'portal' },
  );

  await app.approve(approval, { as: 'U0ALICE', reason: 'She is on call.' });

  expect(saved.get(approval.id)).toMatchObject({ deciders: ['U0ALICE'], digest: approval.digest });
  expect(await isUnchanged(app.approvals, evidence, approval.id)).toBe(true);
  saved.clear();
  expect(await isUnchanged(app.approvals, evidence, approval.id)).toBe(false);
});

test('refused votes and requests are counted', async () => {
  const app = await aWorkspace();
  const count = vi.fn();
  const end = watchRefusals(app.approvals, count);
  const { approval } = await defineReleases(app.approvals, vi.fn()).ask({ version: '1' }, { requester: 'ci' });

  await expect(app.approve(approval, { as: 'U0CAROL' })).rejects.toThrow();
  await app.approvals.handle(new Request('http://localhost/slack/actions', { method: 'POST', body: 'payload={}' }));
  end();
  await expect(app.approve(approval, { as: 'U0CAROL' })).rejects.toThrow();

  expect(count.mock.calls).toEqual([
    ['vote', 'not_an_approver'],
    ['request', 'signature_missing'],
  ]);
});

/** The tool of a model, and the mails that it sent. */
function aTool(approvals: Approvals) {
  const send = vi.fn(async ({ to }: { to: string }) => `Sent to ${to}.`);
  return { send, tool: approvedEmail(approvals, send) };
}
const email = { to: 'ann@example.com', subject: 'Hello', body: 'Welcome!' };

test('the tool of an agent runs after an approval, once for each call of the model', async () => {
  const app = await aWorkspace();
  const { tool, send } = aTool(app.approvals);
  const result = tool(email, 'call_1', 'U0CAROL');
  await app.approve(await app.expectCard({ key: 'call_1' }), { as: 'U0ALICE' });

  expect(await result).toBe('Sent to ann@example.com.');
  expect(await tool(email, 'call_1', 'U0CAROL')).toBe('Sent to ann@example.com.');
  expect(send).toHaveBeenCalledTimes(1);
});

test('the model is told why its call was rejected', async () => {
  const app = await aWorkspace();
  const { tool, send } = aTool(app.approvals);
  const result = tool(email, 'call_1', 'U0CAROL');
  await app.reject(await app.expectCard(), { as: 'U0ALICE', reason: 'Too soon' });

  expect(await result).toMatch(/not sent.*Too soon/);
  expect(send).not.toHaveBeenCalled();
});

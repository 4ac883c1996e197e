import { readdirSync, readFileSync } from 'node:fs';
import { type Approvals, createApprovals, memoryStore, user } from '@k8s-pizza/slack-approval';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { cancelCall, cancelRequest } from '../src/recipes/cancel.js';
import { deployJob } from '../src/recipes/deploy-job.js';
import { listPending } from '../src/recipes/list-pending.js';
import { guardRefunds } from '../src/recipes/refunds.js';
import { whyNotPublish } from '../src/recipes/reject-with-reason.js';
import { defineRollbacks } from '../src/recipes/rollbacks.js';
import { mayDelete } from '../src/recipes/two-people.js';

const recipes = new URL('../src/recipes/', import.meta.url);

test.each(readdirSync(recipes))('the guide shows the very %s that is run here', (name) => {
  const guide = readFileSync(new URL('../../../docs/guides/ask-and-wait.md', import.meta.url), 'utf8');

  expect(guide).toContain(`\`\`\`ts\n${readFileSync(new URL(name, recipes), 'utf8')}\`\`\``);
});

/** A busy machine takes its time. */
const inTime = { interval: 5, timeout: 10_000 };

/** A Slack with the channels of the recipes, and processes on one store in front of it. */
async function aWorld() {
  const slack = await createSlackSimulator({ channels: [{ id: 'C0DEPLOYS' }, { id: 'C0MONEY' }] });
  const { botToken: token, signingSecret, apiUrl } = slack;
  const store = memoryStore();
  const started: Approvals[] = [];
  const start = () => {
    const approvals = createApprovals({ slack: { token, signingSecret, apiUrl }, store });
    approvals.start({ pollEvery: '10ms' });
    started.push(approvals);
    return approvals;
  };
  onTestFinished(async () => {
    await Promise.all(started.map((approvals) => approvals.stop()));
    await slack.close();
  });
  const approvals = start();

  const pending = async () => {
    return await vi.waitUntil(async () => {
      const { approvals: found } = await approvals.list({ status: 'pending' });
      return found[0];
    }, inTime);
  };
  const vote = async (userId: string, answer: 'approve' | 'reject', reason?: string) => {
    const { id, digest } = await pending();
    const given = { by: user(userId), answer, digest, via: 'test', ...(reason === undefined ? {} : { reason }) };
    return await approvals.vote(id, given);
  };
  return { approvals, start, pending, vote, cards: (channel: string) => slack.messages(channel) };
}

describe('a guarded refund', () => {
  const refunded = { order: '4711', amount: 20 };
  const asking = { key: 'refund-4711', requester: 'shop' };

  test('is paid once under one id, after the approval, and every caller gets the receipt', async () => {
    const { approvals, vote } = await aWorld();
    const payments = { refund: vi.fn(async (order: string) => `receipt of ${order}`) };
    const refund = guardRefunds(approvals, payments);

    const result = refund(refunded, asking);
    const { approval } = await vote('U0ALICE', 'approve');

    expect(await result).toEqual({ receipt: 'receipt of 4711' });
    expect(await refund(refunded, asking)).toEqual({ receipt: 'receipt of 4711' });
    expect(payments.refund.mock.calls).toEqual([['4711', 20, approval?.id]]);
  });

  test('that is cancelled is not paid, and who waits is told why', async () => {
    const { approvals, pending } = await aWorld();
    const payments = { refund: vi.fn(async () => 'receipt') };
    const refund = guardRefunds(approvals, payments);
    const result = refund(refunded, asking);
    result.catch(() => undefined);
    await pending();

    expect(await cancelCall(refund.kind, asking.key)).toBe('withdrawn');

    await expect(result).rejects.toMatchObject({ code: 'withdrawn', message: 'Withdrawn: The parcel arrived.' });
    expect(await cancelCall(refund.kind, asking.key)).toContain('withdrawn already');
    expect(payments.refund).not.toHaveBeenCalled();
  });
});

test('run returns what onDecision returned', async () => {
  const { approvals, vote } = await aWorld();
  const start = vi.fn(async () => 7);
  const rollback = defineRollbacks(approvals, start);

  const result = rollback.run({ service: 'api' }, { key: 'rollback-api-1', requester: 'ci' });
  await vote('U0BOB', 'approve');

  expect(await result).toEqual({ jobId: 7 });
  expect(start).toHaveBeenCalledTimes(1);
});

test('a worker that stops while it waits goes on in another process, with the same card', async () => {
  const { approvals, start, vote, pending, cards } = await aWorld();
  const deploy = vi.fn(async () => undefined);
  const first = deployJob(approvals, '4.2', deploy);
  await pending();
  await vi.waitFor(() => expect(cards('C0DEPLOYS')).toHaveLength(1), inTime);
  await approvals.stop();

  expect(await first).toBe('later');
  const again = deployJob(start(), '4.2', deploy);
  await vote('U0ALICE', 'approve');

  expect(await again).toBe('deployed');
  expect(deploy.mock.calls).toEqual([['4.2']]);
  expect(cards('C0DEPLOYS')).toHaveLength(1);
});

test('a worker does not deploy what was rejected', async () => {
  const { approvals, vote } = await aWorld();
  const deploy = vi.fn(async () => undefined);
  const job = deployJob(approvals, '4.2', deploy);

  await vote('U0ALICE', 'reject');

  expect(await job).toBe('not deployed');
  expect(deploy).not.toHaveBeenCalled();
});

test('two people of the group have to approve: one person counts once, and others do not count', async () => {
  const { approvals, vote, pending } = await aWorld();
  const allowed = mayDelete(approvals, 'orders');

  for (const userId of ['U0ALICE', 'U0ALICE', 'U0CAROL']) await vote(userId, 'approve');
  await approvals.flush();
  const { votes } = await pending();
  await vote('U0BOB', 'approve');

  expect(votes).toMatchObject([{ by: { userId: 'U0ALICE' }, checked: true }]);
  expect(await allowed).toBe(true);
});

test('a rejection has a reason, and the program gets it', async () => {
  const { approvals, vote } = await aWorld();
  const why = whyNotPublish(approvals, '12', 'We are hiring!');

  const silent = await vote('U0BOB', 'reject');
  await vote('U0BOB', 'reject', 'We are not.');

  expect(silent).toMatchObject({ ok: false });
  expect(await why).toBe('We are not.');
});

test('what is pending is listed, and withdrawn by its id', async () => {
  const { approvals, pending } = await aWorld();
  const why = whyNotPublish(approvals, '12', 'We are hiring!');
  const { id } = await pending();

  expect(await listPending(approvals)).toEqual([{ id, key: 'publish-12', minutes: 0 }]);
  expect(await cancelRequest(approvals, id)).toBe('withdrawn');

  expect(await why).toBe('No longer needed');
  expect(await listPending(approvals)).toEqual([]);
});

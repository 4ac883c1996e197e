import { type Approvals, createApprovals, memoryStore, user } from '@k8s-pizza/slack-approval';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { expect, onTestFinished, test, vi } from 'vitest';

// what the guide says beside its recipes

const second = 1_000;
const inTime = { interval: 5, timeout: 10_000 };
const question = {
  key: 'deploy-4.2',
  title: 'Deploy 4.2?',
  channel: 'C0OPS',
  approvers: [user('U0ALICE')],
  requester: 'ci',
};

/** A process whose clock the test moves. */
async function aWorld() {
  const time = { now: Date.UTC(2026, 0, 1, 10) };
  const clock = () => time.now;
  const slack = await createSlackSimulator({ clock });
  onTestFinished(() => slack.close());
  const { botToken: token, signingSecret, apiUrl } = slack;
  const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const approvals = createApprovals({ slack: { token, signingSecret, apiUrl }, store: memoryStore(), clock, logger });
  const pass = async (ms: number) => {
    time.now += ms;
    await approvals.processDue();
    await approvals.flush();
  };
  return { approvals, pass };
}

async function onlyOne({ list }: Approvals) {
  return await vi.waitUntil(async () => (await list()).approvals[0], inTime);
}

async function approve(approvals: Approvals) {
  const { id, digest } = await onlyOne(approvals);
  await approvals.vote(id, { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' });
  await approvals.flush();
  return id;
}

test('context lines may differ from run to run; a title may not', async () => {
  const { approvals } = await aWorld();
  const first = approvals.request({ ...question, context: ['asked by run 1'] });
  await onlyOne(approvals);
  const again = approvals.request({ ...question, context: ['asked by run 2'] });
  await approve(approvals);

  expect((await again).approvalId).toBe((await first).approvalId);
  const other = approvals.request({ ...question, title: 'Deploy 4.2 at noon?' });
  await expect(other).rejects.toMatchObject({ code: 'key_changed' });
});

test('a guarded function that throws is tried again five times, then given up; redeliver runs it', async () => {
  const { approvals, pass } = await aWorld();
  const run = vi.fn(() => Promise.reject<string>(new Error('the bank is closed')));
  const refund = approvals.guard('refund', { channel: 'C0OPS', approvers: [user('U0ALICE')] }, run);
  const asking = { key: 'refund-1', requester: 'shop' };
  const result = refund(1, asking);
  result.catch(() => undefined);
  const id = await approve(approvals);

  for (const seconds of [5, 15, 30, 60, 120]) await pass(seconds * second);
  const calls = run.mock.calls.length;

  await expect(result).rejects.toMatchObject({ code: 'never_carried_out', cause: { message: 'the bank is closed' } });
  expect(calls).toBe(6);
  run.mockResolvedValue('a receipt');
  await approvals.redeliver(id);
  expect(await refund(1, asking)).toBe('a receipt');
});

test('a kind without onDecision runs to undefined', async () => {
  const { approvals } = await aWorld();
  const kind = approvals.define('plain', { channel: 'C0OPS', approvers: [user('U0ALICE')] });
  const result = kind.run('anything', { key: 'plain-1', requester: 'ci' });

  await approve(approvals);

  expect(await result).toBeUndefined();
});

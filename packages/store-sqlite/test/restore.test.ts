import { createApprovals, type Decision, user, verifyHistory } from '@k8s-pizza/slack-approval';
import { createSlackSimulator, type SlackSimulator } from '@k8s-pizza/slack-simulator';
import Database from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import { sqliteStore } from '../src/index.js';
import { createNewPath } from './new-path.js';

const newPath = createNewPath();

/** A process on one file. What reaches its receiver is in `received`. */
function aProcess(path: string, slack: SlackSimulator) {
  const received: Decision<unknown>[] = [];
  const { botToken: token, signingSecret, apiUrl } = slack;
  const approvals = createApprovals({ store: sqliteStore(path), slack: { token, signingSecret, apiUrl } });
  const kind = approvals.define('deploy', {
    schema: { '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) } },
    card: () => ({ title: 'Deploy?' }),
    channel: 'C0PIZZA',
    approvers: [user('U0ALICE')],
    onDecision: async (decision) => void received.push(decision),
  });
  const answer = async (id: string, digest: string, what: 'approve' | 'reject') => {
    await approvals.vote(id, { by: user('U0ALICE'), answer: what, digest, via: 'test' });
    await approvals.flush();
  };
  return { approvals, kind, answer, received };
}

test('a copy from before a decision decides again, under the same id; the head of the first tells', async () => {
  const slack = await createSlackSimulator();
  onTestFinished(() => slack.close());
  const [path, copy] = [newPath(), newPath()];
  const before = aProcess(path, slack);
  const { approval } = await before.kind.ask({}, { requester: 'ci' });
  await before.approvals.flush();
  new Database(path).prepare('VACUUM INTO ?').run(copy);
  await before.answer(approval.id, approval.digest, 'approve');

  const after = aProcess(copy, slack);
  await after.answer(approval.id, approval.digest, 'reject');

  const [first, second] = [...before.received, ...after.received];
  expect([first?.outcome, second?.outcome]).toEqual(['approved', 'rejected']);
  expect(second?.approvalId).toBe(first?.approvalId);
  const history = await after.approvals.history(approval.id);
  const head = first?.historyHead ?? { seq: 0, hash: '' };
  expect(verifyHistory(history, { head })).toMatchObject({ whole: true, containsHead: false });
});

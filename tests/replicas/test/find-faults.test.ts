import { createApprovals, memoryStore, user } from '@k8s-pizza/slack-approval';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { describe, expect, test } from 'vitest';
import type { Rules } from './approval-model.js';
import { findFaults, type Observed } from './find-faults.js';
import type { Ballot, Operation } from './operation.js';

const now = Date.UTC(2026, 0, 1, 10);
const expiresAt = now + 60_000;
const rules: Rules = { approvers: ['U0ALICE', 'U0BOB'], quorum: { approve: 1, reject: 1 }, looksUp: false, expiresAt };

/** An approval that one person decided, delivered once: as it is told after a run in which all went well. */
async function aGoodOne(): Promise<Observed> {
  const deliveries: { id: string; body: string }[] = [];
  const simulator = await createSlackSimulator({ clock: () => now });
  const { botToken: token, signingSecret, apiUrl } = simulator;
  const approvals = createApprovals({
    store: memoryStore(),
    slack: { token, signingSecret, apiUrl },
    clock: () => now,
  });
  const kind = approvals.define<{ order: string }, { order: string }>('one', {
    // as: the only payload that is asked for
    schema: {
      '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: value as { order: string } }) },
    },
    card: () => ({ title: 'Order pizza?' }),
    channel: 'C0PIZZA',
    approvers: rules.approvers.map(user),
    onDecision: async (decision, { deliveryId }) =>
      void deliveries.push({ id: deliveryId, body: JSON.stringify(decision) }),
  });
  const { approval } = await kind.ask({ order: 'one' }, { requester: 'alertmanager' });
  const { id, digest } = approval;
  await approvals.vote(id, { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' });
  await approvals.processDue();
  await approvals.flush();
  await simulator.close();
  const stored = await approvals.get(id);
  if (stored?.decision == null) throw new Error('it was not decided');
  const click: Operation = {
    name: 'Alice approves',
    input: { type: 'click', by: 'U0ALICE', answer: 'approve', actionTs: 1 },
    results: [{ type: 'silent' }],
    begunAt: 1,
    endedAt: 2,
    clock: { earliest: now, latest: now },
  };
  return {
    id,
    rules,
    operations: [click],
    createdCount: 1,
    approvals: [stored, stored],
    histories: [await approvals.history(id), await approvals.history(id)],
    decisions: [stored.decision, stored.decision],
    announcedCount: 1,
    deliveries,
    appliedCount: 1,
  };
}

type Change = (good: Observed) => Partial<Observed>;
const both = <Value>(value: Value): readonly Value[] => [value, value];
const entriesWithout = ({ histories }: Observed, type: string) =>
  (histories[0] ?? []).filter(({ event }) => event['type'] !== type);

/** Alice has answered like this before, be it that she took her vote back. */
function votedBefore({ histories: [history = []] }: Observed, ...answers: readonly (Ballot['answer'] | null)[]) {
  const by = { userId: 'U0ALICE' };
  const events = answers.map((answer) =>
    answer === null ? { type: 'vote_taken_back', by } : { type: 'voted', vote: { by, answer } },
  );
  const [entry] = history;
  if (entry === undefined) throw new Error('it has no history');
  return [...events.map((event) => ({ ...entry, event })), ...history];
}

const good = await aGoodOne();

describe('what was seen of one approval', () => {
  test('is faultless where all went well', () => {
    expect(findFaults(good)).toEqual([]);
  });

  test.each<[fault: string, Change]>([
    ['created by 2 processes', () => ({ createdCount: 2 })],
    ['processes tell different histories', ({ histories }) => ({ histories: [...histories, []] })],
    [
      'processes tell different approvals',
      ({ approvals }) => ({
        approvals: [
          ...approvals,
          { ...approvals[0], attention: { code: 'stuck', explanation: '' } } as (typeof approvals)[number],
        ],
      }),
    ],
    ['the history is not whole', (good) => ({ histories: both(entriesWithout(good, 'voted')) })],
    [
      'does not contain a head',
      ({ decisions }) => ({ decisions: decisions.map((one) => ({ ...one, historyHead: { seq: 1, hash: 'other' } })) }),
    ],
    ['0 decisions in the history', (good) => ({ histories: both(entriesWithout(good, 'decided')) })],
    [
      '2 decisions in the history',
      ({ histories: [history = []] }) => ({
        histories: both([...history, ...history.filter(({ event }) => event['type'] === 'decided')]),
      }),
    ],
    [
      'a vote counted after the decision',
      ({ histories: [history = []] }) => ({
        histories: both([...history, ...history.filter(({ event }) => event['type'] === 'voted')]),
      }),
    ],
    ['gave the same answer twice', (good) => ({ histories: both(votedBefore(good, 'approve')) })],
    ['took back what was not there', (good) => ({ histories: both(votedBefore(good, null)) })],
    [
      'changed an answer 6 times',
      (good) => ({
        histories: both(votedBefore(good, 'approve', 'reject', 'approve', 'reject', 'approve', 'reject')),
      }),
    ],
    [
      'not those of the history',
      (good) => ({ histories: both([...(good.histories[0] ?? []), ...votedBefore(good, null).slice(0, 1)]) }),
    ],
    ['no vote is in the history', (good) => ({ histories: both(entriesWithout(good, 'voted')) })],
    ['no approver', () => ({ rules: { ...rules, approvers: ['U0BOB'] } })],
    [
      'not those of the history',
      (good) => ({ approvals: both({ ...good.approvals[0], votes: [] } as unknown as Observed['approvals'][number]) }),
    ],
    [
      '2 different decisions were seen',
      ({ decisions }) => ({
        decisions: decisions.map((one, index) => (index === 0 ? one : { ...one, outcome: 'rejected' })),
      }),
    ],
    [
      'a decision otherwise',
      ({ decisions }) => ({ decisions: decisions.map((one) => ({ ...one, shown: !one.shown })) }),
    ],
    ['2 processes say that they stored', () => ({ announcedCount: 2 })],
    ['decided by 1 people', () => ({ rules: { ...rules, quorum: { approve: 2, reject: 2 } } })],
    ['under another id', ({ deliveries }) => ({ deliveries: deliveries.map((one) => ({ ...one, id: 'other' })) })],
    [
      'deliveries with different bytes',
      ({ deliveries }) => ({ deliveries: [...deliveries, ...deliveries.map((one) => ({ ...one, body: '{}' }))] }),
    ],
    [
      'its delivery is owed',
      ({ approvals }) => ({
        approvals: approvals.map((one) => ({ ...one, delivery: { ...one.delivery, state: 'owed' } })),
      }),
    ],
    ['delivered, and applied 0 times', () => ({ appliedCount: 0 })],
    ['applied 2 times', () => ({ appliedCount: 2 })],
    [
      'dead, and attention is null',
      ({ approvals }) => ({
        approvals: approvals.map((one) => ({ ...one, delivery: { ...one.delivery, state: 'dead' } })),
      }),
    ],
    [
      'a person was told what never holds here',
      ({ operations }) => ({
        operations: operations.map((one) => ({
          ...one,
          results: [{ type: 'silent' }, { type: 'told_otherwise', reply: 'This was changed after you saw it.' }],
        })),
      }),
    ],
    [
      'no order explains',
      ({ operations }) => ({
        operations: operations.map((one) => ({ ...one, results: [{ type: 'told', what: 'answer_in' }] })),
      }),
    ],
  ])('is at fault: %s', (fault, change) => {
    expect(findFaults({ ...good, ...change(good) })).toContainEqual(expect.stringContaining(fault));
  });
});

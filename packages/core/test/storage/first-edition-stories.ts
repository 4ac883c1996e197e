import { type Approval, type Approvals, type CommandResult, type Kind, user } from '@k8s-pizza/slack-approval';
import type { Order } from '../world/world.js';

interface Release {
  readonly approvals: Approvals;
  readonly orders: Kind<Order, Order>;
}

/** What a stored record has to be read as, and one command that has to work on it. */
interface Story {
  readonly name: string;
  readonly reads: object;
  readonly next: (release: Release, approval: Approval<unknown>) => Promise<unknown>;
  readonly answer: object;
  /** What `get` returns after the command and the work it owes. */
  readonly after: object;
}

const alice = { userId: 'U0ALICE' };
const bob = { userId: 'U0BOB' };
const carol = { userId: 'U0CAROL' };
const large = { size: 'large' };
const small = { size: 'small' };

const pending = { status: 'pending', revision: 1, payload: large, votes: [], decision: null, attention: null };
const approved = { status: 'approved', payload: large, attention: null, delivery: { state: 'delivered' } };
const approvedBy = (...decidedBy: readonly object[]) => ({ ...approved, decision: { outcome: 'approved', decidedBy } });
const waits = [
  { step: 'baked', state: 'pending', at: null, detail: null },
  { step: 'sent', state: 'pending', at: null, detail: null },
  { step: 'eaten', state: 'pending', at: null, detail: null },
];

const votes =
  (userId: string, answer: 'approve' | 'reject' = 'approve'): Story['next'] =>
  async ({ approvals }, { id, digest }): Promise<CommandResult<unknown>> =>
    await approvals.vote(id, { by: user(userId), answer, digest, via: 'test' });
const withdraws: Story['next'] = async ({ approvals }, { id }) =>
  await approvals.withdraw(id, { by: 'alertmanager', reason: 'Resolved.' });
const reports: Story['next'] = async ({ approvals }, { id }) =>
  await approvals.reportProgress(id, { step: 'sent', state: 'done', detail: 'by bike' });
const redelivers: Story['next'] = async ({ approvals }, { id }) => await approvals.redeliver(id);
const amends: Story['next'] = async ({ orders }, { id }) =>
  await orders.amend({ id }, { size: 'huge' }, { by: 'alertmanager' });
const explains: Story['next'] = async ({ orders }, { id }) => await orders.replaceContext({ id }, ['4 ovens']);
const asksAgain: Story['next'] = async ({ orders }) =>
  await orders.ask(large, { key: 'oven-3', requester: 'alertmanager' });

const decides = (userId: string, ...before: readonly object[]): Pick<Story, 'next' | 'answer' | 'after'> => ({
  next: votes(userId),
  answer: { status: 'approved' },
  after: approvedBy(...before, { userId }),
});
const amended = { status: 'pending', payload: { size: 'huge' }, votes: [] };
const sent = { ...approved, progress: [waits[0], { step: 'sent', state: 'done', detail: 'by bike' }, waits[2]] };
const reported = { next: reports, answer: { status: 'approved' }, after: sent };
const withdrawn = { status: 'withdrawn', decision: { outcome: 'withdrawn', decidedBy: [], reason: 'Resolved.' } };

const asked: readonly Story[] = [
  { name: 'asked', reads: { ...pending, requester: 'alertmanager', key: null }, ...decides('U0ALICE') },
  {
    name: 'asked-by-a-person-with-key',
    reads: { ...pending, requester: bob, key: 'oven-3', expiresAt: null },
    next: votes('U0BOB'),
    answer: { code: 'self_approval' },
    after: { ...pending, requester: bob },
  },
  { name: 'second-occasion-of-a-key', reads: { ...pending, key: 'oven-3' }, ...decides('U0CAROL') },
  {
    name: 'posted-in-two-channels',
    reads: { ...pending, copies: [{ channelId: 'C0PIZZA' }, { channelId: 'C0OPS' }] },
    ...decides('U0BOB'),
  },
  {
    name: 'posted-to-a-person',
    reads: { ...pending, copies: [{ channelId: 'D000000001', ts: '1767261600.000000' }] },
    ...decides('U0ALICE'),
  },
  {
    name: 'posted-to-the-fallback-channel',
    reads: { ...pending, copies: [{ channelId: 'C0PIZZA', ts: '1767261600.000000' }] },
    next: withdraws,
    answer: { status: 'withdrawn' },
    after: withdrawn,
  },
  { name: 'post-of-unknown-outcome', reads: { ...pending, copies: [{ ts: null }] }, ...decides('U0ALICE') },
  { name: 'lease-of-a-process-that-died', reads: { ...pending, copies: [{ ts: null }] }, ...decides('U0ALICE') },
  {
    name: 'card-failed',
    reads: { ...pending, copies: [], attention: { code: 'card_failed' } },
    ...decides('U0CAROL'),
  },
  { name: 'stuck', reads: { ...pending, attention: { code: 'stuck' } }, next: amends, answer: amended, after: amended },
];

const voteOf = (by: object, answer: string, checked: boolean, reason: string | null = null) => ({
  ...{ by, answer, checked, reason },
});
const oneVote = (by: object, reason: string | null = null) => ({
  ...pending,
  votes: [voteOf(by, 'approve', true, reason)],
});

const voted: readonly Story[] = [
  {
    name: 'one-vote-of-two-with-a-reason',
    reads: oneVote(alice, 'We are hungry.'),
    ...decides('U0BOB', alice),
  },
  { name: 'one-click-of-two', reads: oneVote(alice), ...decides('U0CAROL', alice) },
  { name: 'one-vote-for-a-group', reads: oneVote(bob), ...decides('U0CAROL', bob) },
  {
    name: 'voted-in-an-enterprise',
    reads: oneVote({ ...alice, teamId: 'T0PIZZA', enterpriseId: 'E0ORG' }),
    ...decides('U0BOB', { ...alice, enterpriseId: 'E0ORG' }),
  },
  {
    name: 'unchecked-votes',
    reads: { ...pending, votes: [voteOf(alice, 'approve', false), voteOf(bob, 'reject', false, 'Too cold.')] },
    ...decides('U0CAROL'),
  },
  {
    name: 'amended-once',
    reads: { ...pending, revision: 2, payload: small },
    next: votes('U0ALICE'),
    answer: { status: 'pending', votes: [voteOf(alice, 'approve', true)] },
    after: { status: 'pending', revision: 2, payload: small, votes: [voteOf(alice, 'approve', true)] },
  },
  {
    name: 'amended-twice-by-two-people',
    reads: { ...pending, revision: 3, payload: { size: 'medium' } },
    next: votes('U0CAROL'),
    answer: { code: 'self_approval' },
    after: { ...pending, revision: 3, payload: { size: 'medium' } },
  },
  { name: 'context-replaced', reads: pending, next: explains, answer: { status: 'pending' }, after: pending },
  {
    name: 'escalated-and-reminded',
    reads: { ...pending, copies: [{ channelId: 'C0PIZZA' }, { channelId: 'C0OPS' }] },
    ...decides('U0BOB'),
  },
  { name: 'refused-votes', reads: { ...pending, requester: bob }, ...decides('U0ALICE') },
  { name: 'very-many-refused-votes', reads: pending, ...decides('U0ALICE') },
];

const delivery = (state: string, attemptCount: number) => ({ delivery: { state, attemptCount } });
const byAlice = { ...approvedBy(alice), progress: waits };
const attempts = (attemptCount: number) => ({ delivery: { state: 'delivered', attemptCount } });
const outcome = (status: string, reason: string | null) => ({
  ...{ status, payload: large, attention: null, progress: [], ...attempts(1) },
  decision: { outcome: status, reason },
});
const again = (status: string) => ({ next: redelivers, answer: { status }, after: { status, ...attempts(2) } });

const decided: readonly Story[] = [
  {
    name: 'approved-with-steps-in-progress',
    reads: {
      ...approvedBy(alice),
      progress: [
        { step: 'baked', state: 'done', detail: 'crisp' },
        { step: 'sent', state: 'failed', detail: 'flat tyre' },
        { step: 'eaten', state: 'active', detail: null },
      ],
    },
    next: reports,
    answer: { status: 'approved' },
    after: { progress: [{ detail: 'crisp' }, { step: 'sent', state: 'done', detail: 'by bike' }, { state: 'active' }] },
  },
  {
    name: 'approved-as-amended',
    reads: {
      ...{ ...approvedBy(alice, bob), revision: 2, payload: small, progress: waits },
      votes: [voteOf(alice, 'approve', true, 'Small is fine.'), voteOf(bob, 'approve', true)],
    },
    next: redelivers,
    answer: { status: 'approved' },
    after: { revision: 2, payload: small, ...attempts(2) },
  },
  { name: 'approved-by-nobody-in-time', reads: { ...approvedBy(), votes: [], progress: waits }, ...reported },
  { name: 'delivery-owed', reads: { ...byAlice, ...delivery('owed', 0) }, ...reported },
  { name: 'delivery-deferred', reads: { ...byAlice, ...delivery('owed', 2) }, ...reported },
  {
    name: 'delivery-deferred-and-shortened',
    reads: { ...outcome('rejected', 'No oven.'), ...delivery('owed', 1) },
    next: votes('U0BOB'),
    answer: { code: 'already_decided' },
    after: { status: 'rejected', ...attempts(2) },
  },
  {
    name: 'delivery-dead',
    reads: { ...byAlice, ...delivery('dead', 1), attention: { code: 'delivery_dead' } },
    ...again('approved'),
  },
  {
    name: 'redelivered',
    reads: { ...byAlice, ...attempts(2) },
    next: redelivers,
    answer: { status: 'approved' },
    after: attempts(3),
  },
  { name: 'redelivered-by-a-person', reads: { ...byAlice, ...attempts(2) }, ...reported },
  { name: 'decided-with-notices-owed', reads: approvedBy(carol), ...reported },
  { name: 'sync-of-unknown-outcome', reads: byAlice, ...reported },
  {
    name: 'rejected-with-a-reason',
    reads: { ...outcome('rejected', 'The oven is cold.'), key: 'oven-3' },
    next: asksAgain,
    answer: { created: false },
    after: outcome('rejected', 'The oven is cold.'),
  },
  { name: 'expired', reads: outcome('expired', null), ...again('expired') },
  { name: 'withdrawn-by-name', reads: outcome('withdrawn', 'It is over.'), ...again('withdrawn') },
  { name: 'withdrawn-by-a-person', reads: outcome('withdrawn', 'I ate.'), ...again('withdrawn') },
  {
    name: 'key-released',
    reads: { ...byAlice, key: 'oven-3' },
    next: asksAgain,
    answer: { created: true, approval: { key: 'oven-3', status: 'pending' } },
    after: byAlice,
  },
  {
    name: 'erased',
    reads: {
      ...approvedBy(alice, bob),
      revision: 2,
      payload: null,
      key: 'oven-3',
      progress: [{ detail: null }, {}, {}],
    },
    next: async ({ orders }) => await orders.releaseKey('oven-3'),
    answer: {},
    after: { status: 'approved', payload: null },
  },
];

export const stories: readonly Story[] = [...asked, ...voted, ...decided];

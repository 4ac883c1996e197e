import { describe, expect, test } from 'vitest';
import type { ApproverRule, CountedVote, Policy, PolicySubject } from '../model/policy.js';
import { alice, aPolicy, aSchedule, bob, carol, dave, hour, person } from '../testing/world.js';
import { countFor } from './admit.js';
import { approvalsNeeded, outcomeOf, peopleCounted, whyUnsatisfiable } from './quorum.js';
import { anyone, user, usergroup } from './rules.js';

const yes = (by = alice, group: string | null = null): CountedVote => ({ by, counts: 'for', group });
const no = (by = alice): CountedVote => ({ by, counts: 'against', group: null });

function subject(votes: readonly CountedVote[], change: Partial<Policy> = {}, escalationLevel = 0): PolicySubject {
  const policy = aPolicy({ approvers: [anyone()], ...change });
  return { policy, escalationLevel, requester: 'alertmanager', amenders: [], votes };
}

describe('a quorum', () => {
  const quorum = { approve: 2, reject: 2 };

  test.each([
    ['nobody', [], null],
    ['one of two approvals', [yes(alice)], null],
    ['two approvals', [yes(alice), yes(bob)], 'approved'],
    ['one of two rejections', [no(alice)], null],
    ['two rejections', [no(alice), no(bob)], 'rejected'],
    ['one of each', [yes(alice), no(bob)], null],
    ['two approvals and one rejection', [yes(alice), no(bob), yes(carol)], 'approved'],
    ['one person twice, from two workspaces', [yes(alice), yes(person('U0ALICE', 'T0OTHER'))], null],
    ['one person rejecting twice', [no(alice), no(person('U0ALICE', 'T0OTHER'))], null],
    ['enough of both', [yes(alice), yes(bob), no(carol), no(dave)], 'rejected'],
  ] as const)('%s: %s', (_, votes, outcome) => {
    expect(outcomeOf(subject(votes, { quorum }))).toBe(outcome);
  });

  test('counts distinct people on each side', () => {
    const votes = [yes(alice), yes(person('U0ALICE', 'T0OTHER')), yes(bob), no(carol)];

    expect(peopleCounted(votes, 'for')).toBe(2);
    expect(peopleCounted(votes, 'against')).toBe(1);
  });
});

describe('a group with a count', () => {
  const approvers = [usergroup('S0ONCALL', 2), usergroup('S0CHEFS', 1)];
  const full = [yes(alice, 'S0ONCALL'), yes(bob, 'S0ONCALL'), yes(carol, 'S0CHEFS')];

  test('needs its own approvals besides the quorum', () => {
    expect(outcomeOf(subject(full.slice(0, 2), { approvers }))).toBeNull();
    expect(outcomeOf(subject(full.slice(1), { approvers }))).toBeNull();
    expect(outcomeOf(subject(full, { approvers }))).toBe('approved');
  });

  test('is not enough without the quorum', () => {
    const quorum = { approve: 4, reject: 1 };

    expect(outcomeOf(subject(full, { approvers, quorum }))).toBeNull();
    expect(outcomeOf(subject([...full, yes(dave)], { approvers, quorum }))).toBe('approved');
  });

  test('approvals for no group do not stand in for it', () => {
    expect(outcomeOf(subject([yes(alice), yes(bob), yes(carol), yes(dave)], { approvers }))).toBeNull();
  });

  test('a group without a count adds nothing to the quorum', () => {
    expect(outcomeOf(subject([yes(alice)], { approvers: [usergroup('S0ONCALL'), anyone()] }))).toBe('approved');
  });

  test('rejections are counted together, whatever group', () => {
    const votes: readonly CountedVote[] = [no(alice), no(bob)];

    expect(outcomeOf(subject(votes, { approvers, quorum: { approve: 1, reject: 2 } }))).toBe('rejected');
  });

  test('counts approvals that were given for it', () => {
    const against: CountedVote = { by: carol, counts: 'against', group: 'S0ONCALL' };

    expect(countFor([...full, against], 'S0ONCALL')).toBe(2);
  });

  test('of a later escalation step asks for its approvals once that step is on', () => {
    const schedule = aSchedule({ escalate: [{ afterMs: hour, approvers: [usergroup('S0CHEFS', 1)], channels: [] }] });

    expect(outcomeOf(subject([yes(alice)], { schedule }, 0))).toBe('approved');
    expect(outcomeOf(subject([yes(alice)], { schedule }, 1))).toBeNull();
  });
});

describe('how many approvals are needed', () => {
  test.each([
    ['the quorum', [anyone(), usergroup('S0A')], 2, 2],
    ['the groups, where they need more', [usergroup('S0A', 2), usergroup('S0B', 1)], 1, 3],
    ['the quorum, where that is more', [usergroup('S0A', 2), usergroup('S0B', 1)], 5, 5],
  ])('%s', (_, approvers, approve, needed) => {
    const policy = aPolicy({ approvers, quorum: { approve, reject: 1 } });

    expect(approvalsNeeded({ policy, escalationLevel: 0 })).toBe(needed);
  });
});

describe('rules that nobody could meet', () => {
  const step = (...approvers: readonly ApproverRule[]) =>
    aSchedule({ escalate: [{ afterMs: hour, approvers, channels: [] }] });
  const two = [user('U0ALICE'), user('U0BOB')];
  const inputs = { size: { type: 'text', label: 'Size' } } as const;

  test.each<readonly [what: string, change: Partial<Policy>]>([
    ['no approvers', { approvers: [] }],
    ['no approvers before an escalation', { approvers: [], schedule: step(anyone()) }],
    ['a counted group twice', { approvers: [usergroup('S0A', 1), usergroup('S0A', 2)] }],
    [
      'a counted group again in an escalation',
      { approvers: [usergroup('S0A', 1)], schedule: step(usergroup('S0A', 1)) },
    ],
    ['more approvals than named people', { approvers: two, quorum: { approve: 3, reject: 1 } }],
    ['more rejections than named people', { approvers: two, quorum: { approve: 1, reject: 3 } }],
    ['one person named twice', { approvers: [user('U0ALICE'), user('U0ALICE')], quorum: { approve: 2, reject: 1 } }],
    ['more approvals than an approval takes answers', { approvers: [anyone()], quorum: { approve: 101, reject: 1 } }],
    ['more rejections than that', { approvers: [anyone()], quorum: { approve: 1, reject: 101 } }],
    ['groups that need more than that', { approvers: [usergroup('S0A', 60)], schedule: step(usergroup('S0B', 41)) }],
    ['inputs and two approvals', { approvers: [anyone()], inputs, quorum: { approve: 2, reject: 1 } }],
    ['inputs and a counted group', { approvers: [usergroup('S0A', 1)], inputs }],
    ['inputs and a counted group in an escalation', { approvers: two, inputs, schedule: step(usergroup('S0A', 1)) }],
  ])('%s', (_, change) => {
    expect(whyUnsatisfiable(aPolicy(change))).toEqual(expect.any(String));
  });

  test.each<readonly [what: string, change: Partial<Policy>]>([
    ['as many as are named', { approvers: two, quorum: { approve: 2, reject: 2 } }],
    [
      'with those of an escalation',
      { approvers: two, quorum: { approve: 3, reject: 1 }, schedule: step(user('U0CAROL')) },
    ],
    ['a group beside the named', { approvers: [...two, usergroup('S0A')], quorum: { approve: 9, reject: 9 } }],
    ['the same group with and without a count', { approvers: [usergroup('S0A', 1), usergroup('S0A')] }],
    ['a hundred', { approvers: [anyone()], quorum: { approve: 100, reject: 100 } }],
    ['inputs, with one approval', { approvers: [usergroup('S0A')], inputs, quorum: { approve: 1, reject: 3 } }],
  ])('%s can be met', (_, change) => {
    expect(whyUnsatisfiable(aPolicy(change))).toBeNull();
  });
});

import { describe, expect, test } from 'vitest';
import type { CountedVote, Policy, PolicySubject } from '../model/policy.js';
import { alice, aPolicy, aSchedule, bob, carol, dave, hour } from '../testing/world.js';
import { anyone, channelMembers, user, usergroup } from './rules.js';
import { stillNeeded } from './still-needed.js';

const yes = (by = alice, group: string | null = null): CountedVote => ({ by, counts: 'for', group });
const no = (by = alice): CountedVote => ({ by, counts: 'against', group: null });

const needed = (votes: readonly CountedVote[], policy: Partial<Policy>, change: Partial<PolicySubject> = {}) =>
  stillNeeded({
    policy: aPolicy(policy),
    escalationLevel: 0,
    requester: 'alertmanager',
    amenders: [],
    votes,
    ...change,
  });

describe('of groups with a count', () => {
  const approvers = [usergroup('S0ONCALL', 2), usergroup('S0CHEFS', 1)];

  test.each<[string, readonly CountedVote[], ReturnType<typeof stillNeeded>['groups']]>([
    [
      'all of them at first',
      [],
      [
        { id: 'S0ONCALL', count: 2 },
        { id: 'S0CHEFS', count: 1 },
      ],
    ],
    [
      'the rest of each',
      [yes(alice, 'S0ONCALL')],
      [
        { id: 'S0ONCALL', count: 1 },
        { id: 'S0CHEFS', count: 1 },
      ],
    ],
    ['only those not met', [yes(alice, 'S0ONCALL'), yes(bob, 'S0ONCALL')], [{ id: 'S0CHEFS', count: 1 }]],
    ['none after all have approved', [yes(alice, 'S0ONCALL'), yes(bob, 'S0ONCALL'), yes(carol, 'S0CHEFS')], []],
  ])('%s', (_, votes, groups) => {
    expect(needed(votes, { approvers })).toEqual({ groups, count: 0, rules: [] });
  });

  test('a quorum above their counts needs approvals from anyone whom the rules admit', () => {
    const quorum = { approve: 4, reject: 1 };

    expect(needed([yes(alice, 'S0ONCALL')], { approvers, quorum })).toEqual({
      groups: [
        { id: 'S0ONCALL', count: 1 },
        { id: 'S0CHEFS', count: 1 },
      ],
      count: 1,
      rules: approvers,
    });
  });

  test('an approval for no group does not stand in for one', () => {
    expect(needed([yes(dave)], { approvers, quorum: { approve: 3, reject: 1 } })).toMatchObject({
      groups: [{ count: 2 }, { count: 1 }],
      count: 0,
    });
  });
});

describe('of a quorum', () => {
  const quorum = { approve: 2, reject: 2 };
  const approvers = [user('U0ALICE'), user('U0BOB'), usergroup('S0ONCALL'), channelMembers(), anyone()];
  const withoutAlice = approvers.slice(1);

  test('the rules, without people who have voted', () => {
    expect(needed([yes(alice)], { approvers, quorum })).toEqual({ groups: [], count: 1, rules: withoutAlice });
    expect(needed([no(alice)], { approvers, quorum })).toEqual({ groups: [], count: 2, rules: withoutAlice });
  });

  test('nothing once enough have approved', () => {
    expect(needed([yes(alice), yes(bob)], { approvers, quorum })).toEqual({ groups: [], count: 0, rules: [] });
  });

  test.each<[string, Partial<PolicySubject>]>([
    ['who asked', { requester: alice }],
    ['on whose behalf it was asked', { onBehalfOf: alice }],
    ['who amended', { amenders: [alice] }],
  ])('the rules without a person %s, unless they may approve it themselves', (_, change) => {
    expect(needed([], { approvers, quorum }, change).rules).toEqual(withoutAlice);
    expect(needed([], { approvers, quorum, allowSelfApproval: true }, change).rules).toEqual(approvers);
  });

  test('the rules that an escalation has added', () => {
    const step = { afterMs: hour, approvers: [usergroup('S0CHEFS')], channels: [] };
    const policy = { approvers: [user('U0BOB')], quorum, schedule: aSchedule({ escalate: [step] }) };

    expect(needed([], policy).rules).toEqual([user('U0BOB')]);
    expect(needed([], policy, { escalationLevel: 1 }).rules).toEqual([user('U0BOB'), usergroup('S0CHEFS')]);
  });
});

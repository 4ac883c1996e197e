import { describe, expect, test } from 'vitest';
import { mayAnswer } from '../access/may-look.js';
import { noFacts, type Policy } from '../model/policy.js';
import { mayVote } from '../policy/may-vote.js';
import { user, usergroup } from '../policy/rules.js';
import { castVote, checkVote } from '../testing/commands.js';
import { given } from '../testing/given.js';
import {
  alice,
  aPolicy,
  aStagedPolicy,
  asked,
  bob,
  carol,
  dave,
  insider,
  minute,
  now,
  person,
  posted,
  received,
  second,
  stageBegun,
  voted,
} from '../testing/world.js';

const erin = person('U0ERIN');
const under = (change: Partial<Policy>) => given(asked({ policy: aPolicy(change) }), posted());
const two = { quorum: { approve: 2, reject: 2 } };
const named = { ...two, vetoers: [user('U0ERIN')] };
const inGroup = { ...two, vetoers: [usergroup('S0VETO')] };
const veto = castVote({ by: erin, answer: 'reject' });

describe('a vetoer', () => {
  test('rejects alone, whatever the quorum, and need not be an approver', () => {
    const outcome = under(named).when(veto);

    expect(outcome.types).toEqual(['voted', 'decided']);
    expect(outcome.approval).toMatchObject({
      ...{ status: 'rejected', votes: [{ isVeto: true }], decision: { by: [erin], cause: 'votes' } },
    });
  });

  test('may not approve for that', () => {
    expect(under(named).when(castVote({ by: erin })).refuses).toBe('not_an_approver');
  });

  test('is bound by the rule against self-approval', () => {
    const own = given(asked({ requester: erin, policy: aPolicy(named) }), posted());

    expect(own.when(veto).refuses).toBe('self_approval');
  });

  test('who is an approver too decides alone, and another approver does not', () => {
    const both = under({ ...two, vetoers: [user('U0ALICE')] });

    expect(both.when(castVote({ answer: 'reject' })).approval.status).toBe('rejected');
    expect(both.when(castVote({ by: bob, answer: 'reject' })).approval.status).toBe('pending');
  });

  test('rejects at any stage, before and after it voted in one', () => {
    const staged = given(asked({ policy: aStagedPolicy({ vetoers: [user('U0ALICE'), user('U0ERIN')] }) }), posted());
    const inSecond = staged.after(voted(alice, { stage: 'Security' }), stageBegun());

    expect(staged.when(veto).approval.status).toBe('rejected');
    expect(inSecond.when(veto).approval).toMatchObject({ status: 'rejected', decision: { by: [erin] } });
    const own = inSecond.when(castVote({ answer: 'reject' }));
    expect(own.approval).toMatchObject({ status: 'rejected', decision: { by: [alice] } });
    expect(own.approval.votes).toMatchObject([
      { by: alice, answer: 'approve', stage: 'Security' },
      { by: alice, answer: 'reject', stage: 'Operations', isVeto: true },
    ]);
    expect(inSecond.when(castVote()).refuses).toBe('already_voted');
  });

  test('may look at what they could reject', () => {
    const looker = { person: erin, channelId: null, installation: null };

    expect(mayAnswer(under(named).approval, looker, insider())).toEqual({ answer: 'yes' });
    expect(mayAnswer(under(two).approval, looker, insider())).toEqual({ answer: 'no' });
  });
});

describe('whether a person is a vetoer', () => {
  const subject = under(inGroup).approval;
  const asVoter = (by = erin) => ({ person: by, answer: 'reject', onCard: true }) as const;

  test.each([
    ['a group is looked up', subject, asVoter(), noFacts, { answer: 'unknown' }],
    ['an approver as well: only a vetoer rejects alone', subject, asVoter(alice), noFacts, { answer: 'unknown' }],
    ['a member rejects alone', subject, asVoter(), insider({ S0VETO: true }), { answer: 'allowed', isVeto: true }],
    [
      'an approver who is no member counts as any',
      subject,
      asVoter(alice),
      insider({ S0VETO: false }),
      { group: null },
    ],
    ['nobody of either is refused', subject, asVoter(), insider({ S0VETO: false }), { code: 'not_an_approver' }],
  ])('%s', (_, approval, voter, facts, verdict) => {
    expect(mayVote(approval, voter, facts)).toMatchObject(verdict);
  });

  test('needs no look-up where one rejection is enough anyway', () => {
    const one = under({ vetoers: [usergroup('S0VETO')] }).approval;

    expect(mayVote(one, asVoter(alice), noFacts)).toEqual({ answer: 'allowed', group: null });
  });

  test('is looked up together with what makes an approver', () => {
    const groups = under({ ...inGroup, approvers: [usergroup('S0ONCALL')] }).approval;

    expect(mayVote(groups, asVoter(), noFacts)).toMatchObject({
      ...{ answer: 'unknown', needs: [{ id: 'S0VETO' }, { type: 'home' }, { id: 'S0ONCALL' }, { type: 'home' }] },
    });
    expect(mayVote(groups, asVoter(), { ...noFacts, outsider: true })).toMatchObject({ code: 'outsider' });
  });

  test.each([
    ['cannot be told', { failed: { code: 'missing_scope', explanation: 'no scope' } as const }],
    ['is not told in two minutes', { now: now + 2 * minute }],
  ])('%s: the rejection of an approver counts as any, that of another person not at all', (_, check) => {
    const asked = under(inGroup).after(received(alice, { answer: 'reject' }), received(erin, { answer: 'reject' }));
    const ofAlice = asked.when(checkVote({ facts: noFacts, ...check }));
    const ofErin = ofAlice.when(checkVote({ voteId: 'vote of U0ERIN', facts: noFacts, ...check }));

    expect(ofErin.approval).toMatchObject({ status: 'pending', votes: [{ by: alice, counts: 'against' }] });
    expect(ofErin.approval.votes[0]).not.toHaveProperty('isVeto');
    expect(ofErin.types).toEqual(['check_ended', 'vote_refused', 'notice_owed']);
  });
});

describe('a veto against a quorum', () => {
  const both = under(inGroup).after(voted(alice));
  const rejecting = (at: number) => castVote({ by: erin, answer: 'reject', facts: noFacts, now: at });
  const check = (isVetoer: boolean) =>
    checkVote({ voteId: 'vote-1', now: now + second, facts: insider({ S0VETO: isVetoer }) });

  test('in the same instant holds it back until it is checked, and wins if it counts', () => {
    const held = both.when(rejecting(now)).when(castVote({ by: bob, voteId: 'vote-2' }));

    expect(held.approval.status).toBe('pending');
    expect(held.when(check(true)).approval).toMatchObject({ status: 'rejected', decision: { by: [erin] } });
    expect(held.when(check(false)).approval).toMatchObject({ status: 'approved', decision: { by: [alice, bob] } });
  });

  test('after the decision is too late', () => {
    expect(both.when(castVote({ by: bob })).when(rejecting(now)).refuses).toBe('already_decided');
  });

  test('taken back before it is checked decides nothing', () => {
    expect(both.when(rejecting(now)).when(castVote({ by: dave })).refuses).toBe('not_an_approver');
    expect(both.when(rejecting(now)).when(castVote({ by: carol, voteId: 'vote-2' })).approval.status).toBe('pending');
  });
});

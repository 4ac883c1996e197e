import { describe, expect, test } from 'vitest';
import type { ApprovalEvent } from '../model/events.js';
import { type ApproverRule, type Facts, noFacts } from '../model/policy.js';
import { anyone, channelMembers, user, usergroup } from '../policy/rules.js';
import { given } from '../testing/given.js';
import {
  alice,
  aPolicy,
  aStage,
  asked,
  bob,
  carol,
  dave,
  decided,
  here,
  insider,
  installed,
  now,
  person,
  posted,
  received,
  voted,
  withdrawn,
} from '../testing/world.js';
import {
  hasAnswered,
  type Looker,
  mayAnswer,
  mayLook,
  mayRetry,
  mayTakeBack,
  type Sight,
  whyNotWithdraw,
} from './may-look.js';

const onCall = 'S0ONCALL';
const mallory = person('U0MALLORY');
const outsider = person('U0ALICE', 'T0PARTNER');
const elsewhere = { appId: 'A0PIZZA', teamId: 'T0PARTNER', enterpriseId: null };
const guest: Facts = { ...insider(), person: { guest: true, bot: false, deleted: false } };

function inWords(sight: Sight): string {
  if (sight.answer !== 'unknown') return sight.answer;
  return `unknown ${sight.needs.map((need) => (need.type === 'group' ? need.id : need.type)).join(' ')}`;
}

function approvalOf(approvers: readonly ApproverRule[], events: readonly ApprovalEvent[] = []) {
  return given(asked({ requester: dave, policy: aPolicy({ approvers }) }), installed, posted(), ...events).approval;
}

function from(who: Looker['person'], where: Partial<Looker> = {}): Looker {
  return { person: who, channelId: null, installation: here, ...where };
}

interface Case {
  readonly who: Looker['person'];
  readonly where?: Partial<Looker>;
  readonly rules?: readonly ApproverRule[];
  readonly events?: readonly ApprovalEvent[];
  readonly facts?: Facts;
  readonly look: string;
}

const cases: Readonly<Record<string, Case>> = {
  'who asked': { who: dave, look: 'yes' },
  'who asked, in another workspace of the app': { who: dave, where: { installation: elsewhere }, look: 'no' },
  'who may answer': { who: alice, look: 'yes' },
  'who may answer, in another workspace of the app': { who: alice, where: { installation: elsewhere }, look: 'no' },
  'who may answer, by another Slack app': {
    who: alice,
    where: { installation: { ...here, appId: 'A0OTHER' } },
    look: 'no',
  },
  'who may answer, asked by a program': { who: alice, where: { installation: null }, look: 'yes' },
  'who could have answered what is over': { who: bob, events: [decided()], look: 'yes' },
  'who could have answered what was withdrawn': { who: bob, events: [withdrawn()], look: 'yes' },
  'who has answered': { who: mallory, events: [voted(mallory)], look: 'yes' },
  'whose answer is being checked': { who: mallory, events: [received(mallory)], look: 'yes' },
  'nobody of these': { who: mallory, look: 'no' },
  'nobody of these, after the decision': { who: mallory, events: [decided()], look: 'no' },
  'nobody of these, in the channel of the card': { who: mallory, where: { channelId: 'C0OVEN' }, look: 'yes' },
  'nobody of these, in another channel': { who: mallory, where: { channelId: 'C0ELSE' }, look: 'no' },
  'a person of another installation in a channel of that name': {
    who: mallory,
    where: { channelId: 'C0OVEN', installation: elsewhere },
    look: 'no',
  },
  'a member of the group': {
    who: mallory,
    rules: [usergroup(onCall)],
    facts: insider({ [onCall]: true }),
    look: 'yes',
  },
  'a member of a group that has what it needs': {
    who: mallory,
    rules: [usergroup(onCall, 1), user('U0BOB')],
    events: [voted(alice, { group: onCall })],
    facts: insider({ [onCall]: true }),
    look: 'yes',
  },
  'no member of the group': {
    who: mallory,
    rules: [usergroup(onCall)],
    facts: insider({ [onCall]: false }),
    look: 'no',
  },
  'a person whose groups are not known': { who: mallory, rules: [usergroup(onCall)], look: `unknown ${onCall}` },
  'a person about whom nothing is known': { who: mallory, rules: [anyone()], look: 'unknown person' },
  'a person whose workspace is not known either': {
    who: person('U0MALLORY', null),
    rules: [usergroup(onCall), anyone()],
    look: `unknown ${onCall} home home person`,
  },
  'an insider, where anyone may answer': { who: mallory, rules: [anyone()], facts: insider(), look: 'yes' },
  'a guest, where anyone may answer': { who: mallory, rules: [anyone()], facts: guest, look: 'no' },
  'a guest, named': { who: mallory, rules: [user('U0MALLORY')], facts: guest, look: 'yes' },
  'an outsider, where anyone may answer': { who: outsider, rules: [anyone()], facts: noFacts, look: 'no' },
  'an outsider on the card': { who: outsider, where: { channelId: 'C0OVEN' }, rules: [anyone()], look: 'yes' },
  'a member of the channel, elsewhere': { who: mallory, rules: [channelMembers()], facts: insider(), look: 'no' },
};

describe('who may look at an approval', () => {
  test.each(Object.entries(cases))('%s', (_, { who, where, rules, events, facts, look }) => {
    const approvers = rules ?? [user('U0ALICE'), user('U0BOB'), user('U0CAROL')];

    expect(inWords(mayLook(approvalOf(approvers, events), from(who, where), facts ?? noFacts))).toBe(look);
  });

  test('people who amended the approval see it like its requester', () => {
    const approval = { ...approvalOf([user('U0BOB')]), amenders: [mallory] };

    expect(mayLook(approval, from(mallory), noFacts).answer).toBe('yes');
  });

  test('so does the person on whose behalf it was asked', () => {
    const { approval } = given(asked({ requester: 'agent', onBehalfOf: mallory }), installed);

    expect(mayLook(approval, from(mallory), noFacts).answer).toBe('yes');
    expect(mayAnswer(approval, from(mallory), insider()).answer).toBe('no');
    expect(mayRetry(approval, from(mallory), noFacts).answer).toBe('yes');
  });

  test('a system of that name is no person', () => {
    const { approval } = given(asked({ requester: 'U0MALLORY' }), installed);

    expect(mayLook(approval, from(mallory), noFacts).answer).toBe('no');
  });
});

describe('what is waiting for a person', () => {
  const approval = approvalOf([user('U0ALICE'), user('U0DAVE'), channelMembers()]);

  test.each([
    ['an approver', from(alice), 'yes'],
    ['an approver who asked', from(dave), 'no'],
    ['an approver in another workspace of the app', from(alice, { installation: elsewhere }), 'no'],
    ['a member of the channel, there', from(mallory, { channelId: 'C0OVEN' }), 'yes'],
    ['a member of the channel, elsewhere', from(mallory), 'no'],
  ])('%s: %s', (_, looker, answer) => {
    expect(mayAnswer(approval, looker, insider()).answer).toBe(answer);
  });

  test('not what they have answered', () => {
    const { approval: answered } = given(asked(), voted(alice), received(bob));

    expect([alice, bob, carol].map((one) => hasAnswered(answered, one))).toEqual([true, true, false]);
  });
});

test('who has answered may take that back, until the decision', () => {
  const answered = given(asked(), voted(alice), received(bob));
  const over = answered.after(decided());

  expect([alice, bob, carol].map((one) => mayTakeBack(answered.approval, one))).toEqual([true, true, false]);
  expect(mayTakeBack(over.approval, alice)).toBe(false);
});

describe('who may have a dead delivery sent again', () => {
  const approval = approvalOf([user('U0ALICE'), channelMembers()], [decided()]);

  test.each([
    ['who asked', from(dave), 'yes'],
    ['who may answer', from(alice), 'yes'],
    ['who may answer only in the channel, there', from(mallory, { channelId: 'C0OVEN' }), 'yes'],
    ['who may answer only in the channel, elsewhere', from(mallory), 'no'],
    ['who asked, in another workspace of the app', from(dave, { installation: elsewhere }), 'no'],
  ])('%s', (_, looker, answer) => {
    expect(mayRetry(approval, looker, insider()).answer).toBe(answer);
  });

  test('nobody has decided what is pending', () => {
    expect(mayRetry(approvalOf([user('U0ALICE')]), from(mallory), noFacts).answer).toBe('no');
  });

  test('who approved an earlier stage', () => {
    const stages = [aStage({ approvers: [user('U0ALICE')] }), aStage({ name: 'Owner', approvers: [user('U0BOB')] })];
    const policy = aPolicy({ approvers: [], stages });
    const begun = { type: 'stage_begun', at: now, number: 2, name: 'Owner', channels: [] } as const;
    const votes = [voted(alice, { stage: 'Security' }), begun, voted(bob, { stage: 'Owner' })];
    const staged = given(
      asked({ requester: dave, policy }),
      installed,
      posted(),
      ...votes,
      decided({ by: [alice, bob] }),
    );

    const answers = [alice, bob, carol].map((one) => mayRetry(staged.approval, from(one), noFacts).answer);

    expect(answers).toEqual(['yes', 'yes', 'no']);
  });

  test('not who merely sees the card', () => {
    const named = approvalOf([user('U0ALICE')], [decided()]);

    expect(mayRetry(named, from(mallory, { channelId: 'C0OVEN' }), insider()).answer).toBe('no');
  });
});

describe('taking a question back', () => {
  const mine = given(asked({ requester: dave })).approval;
  const over = given(asked({ requester: dave }), decided()).approval;
  const gone = given(asked({ requester: dave }), withdrawn({ by: dave })).approval;
  const alerts = given(asked()).approval;
  const forDave = given(asked({ requester: 'agent', onBehalfOf: dave })).approval;

  test.each([
    ['who asked can take it back', mine, dave, null],
    ['so can the person on whose behalf it was asked', forDave, dave, null],
    ['an approver of that can not', forDave, alice, 'not_the_requester'],
    ['an approver can not', mine, alice, 'not_the_requester'],
    ['nobody can take back what a system asked', alerts, dave, 'not_the_requester'],
    ['not once it is decided', over, dave, 'already_decided'],
    ['not twice', gone, dave, 'withdrawn'],
  ])('%s', (_, approval, by, code) => {
    expect(whyNotWithdraw(approval, by)?.code ?? null).toBe(code);
  });

  test('the refusal says whose question it is', () => {
    expect(whyNotWithdraw(mine, alice)?.explanation).toBe('Only <@U0DAVE>, who asked for this, can withdraw it.');
    expect(whyNotWithdraw(forDave, alice)?.explanation).toContain('Only agent or <@U0DAVE>');
  });
});

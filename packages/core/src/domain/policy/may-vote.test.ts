import { describe, expect, test } from 'vitest';
import type { Person, Requester } from '../model/person.js';
import { type ApproverRule, type Facts, noFacts, type PolicySubject } from '../model/policy.js';
import type { Verdict } from '../model/verdict.js';
import { alice, aPolicy, aSchedule, bob, carol, dave, hour, insider, person, voted } from '../testing/world.js';
import { activeRules } from './admit.js';
import { mayVote } from './may-vote.js';
import { anyone, channelMembers, user, usergroup } from './rules.js';

const onCall = 'S0ONCALL';

interface Case {
  readonly by?: Person;
  readonly answer?: 'approve' | 'reject';
  readonly onCard?: boolean;
  readonly facts?: Facts;
  readonly requester?: Requester;
  readonly onBehalfOf?: Person;
  readonly amenders?: readonly Requester[];
  readonly allowSelfApproval?: boolean;
  readonly votes?: PolicySubject['votes'];
}

/** The verdict in one word or two: `allowed`, `allowed S0ONCALL`, `guest`, `unknown person home`. */
function judge(approvers: readonly ApproverRule[], one: Case = {}): string {
  const { by = alice, answer = 'approve', onCard = true, facts = insider(), allowSelfApproval = false } = one;
  const { requester = 'alertmanager', amenders = [], votes = [] } = one;
  const subject = {
    policy: aPolicy({ approvers, allowSelfApproval }),
    escalationLevel: 0,
    requester,
    amenders,
    votes,
    ...(one.onBehalfOf === undefined ? {} : { onBehalfOf: one.onBehalfOf }),
  };
  return inWords(mayVote(subject, { person: by, answer, onCard }, facts));
}

function inWords(verdict: Verdict): string {
  if (verdict.answer === 'refused') return verdict.code;
  if (verdict.answer === 'allowed') return verdict.group === null ? 'allowed' : `allowed ${verdict.group}`;
  return `unknown ${verdict.needs.map((need) => (need.type === 'group' ? need.id : need.type)).join(' ')}`;
}

const person_ = insider().person;
const known = {
  member: insider({ [onCall]: true }),
  'no member of the group': insider({ [onCall]: false }),
  guest: { ...insider({ [onCall]: false }), person: { guest: true, bot: false, deleted: false } },
  bot: { ...insider({ [onCall]: false }), person: { guest: false, bot: true, deleted: false } },
  deactivated: { ...insider({ [onCall]: false }), person: { guest: false, bot: false, deleted: true } },
  outsider: { ...insider({ [onCall]: true }), outsider: true },
  'outsider, group unknown': { groups: {}, person: null, outsider: true },
  'nothing known': noFacts,
  'group unknown': insider(),
  'group no, rest unknown': { ...noFacts, groups: { [onCall]: false } },
  'home unknown': { groups: { [onCall]: true }, person: person_, outsider: null },
  'person unknown': { groups: { [onCall]: true }, person: null, outsider: false },
} satisfies Record<string, Facts>;

describe('who may vote, by rule', () => {
  const rules = {
    'named by id': user('U0ALICE'),
    'someone else named': user('U0BOB'),
    'user group': usergroup(onCall),
    'channel members': channelMembers(),
    anyone: anyone(),
  };
  type Row = Readonly<Record<keyof typeof rules, string>>;
  const named = 'allowed';
  const other = 'not_an_approver';
  const matrix: Readonly<Record<keyof typeof known, Row>> = {
    member: row(named, other, 'allowed', 'allowed', 'allowed'),
    'no member of the group': row(named, other, 'not_an_approver', 'allowed', 'allowed'),
    guest: row(named, other, 'not_an_approver', 'guest', 'guest'),
    bot: row(named, other, 'not_an_approver', 'bot', 'bot'),
    deactivated: row(named, other, 'not_an_approver', 'deactivated', 'deactivated'),
    outsider: row(named, other, 'outsider', 'outsider', 'outsider'),
    'outsider, group unknown': row(named, other, 'outsider', 'outsider', 'outsider'),
    'nothing known': row(named, other, 'unknown S0ONCALL home', 'unknown home person', 'unknown home person'),
    'group unknown': row(named, other, 'unknown S0ONCALL', 'allowed', 'allowed'),
    'group no, rest unknown': row(named, other, 'not_an_approver', 'unknown home person', 'unknown home person'),
    'home unknown': row(named, other, 'unknown home', 'unknown home', 'unknown home'),
    'person unknown': row(named, other, 'allowed', 'unknown person', 'unknown person'),
  };

  function row(byId: string, elseNamed: string, group: string, channel: string, all: string): Row {
    return {
      'named by id': byId,
      'someone else named': elseNamed,
      'user group': group,
      'channel members': channel,
      anyone: all,
    };
  }

  const pairs = Object.entries(matrix).flatMap(([facts, verdicts]) =>
    Object.entries(verdicts).map(([rule, verdict]) => [facts, rule, verdict] as const),
  );

  test.each(pairs)('%s, %s: %s', (facts, rule, verdict) => {
    expect(judge([rules[rule as keyof typeof rules]], { facts: known[facts as keyof typeof known] })).toBe(verdict);
  });

  test.each(Object.keys(known))('%s, off the card: channel members are sent to it', (facts) => {
    expect(judge([channelMembers()], { onCard: false, facts: known[facts as keyof typeof known] })).toBe(
      'use_the_card',
    );
  });

  test('anyone may vote off the card as well', () => {
    expect(judge([anyone()], { onCard: false })).toBe('allowed');
  });

  test('a group with the name of a property that all objects inherit admits no one', () => {
    expect(judge([usergroup('constructor')])).toBe('unknown constructor');
  });
});

describe('several rules', () => {
  test('any rule that admits is enough', () => {
    expect(judge([user('U0BOB'), channelMembers(), anyone()], { onCard: false })).toBe('allowed');
    expect(judge([usergroup(onCall), user('U0ALICE')], { facts: known.guest })).toBe('allowed');
  });

  test('a rule that admits ends the search for facts of the others', () => {
    expect(judge([usergroup(onCall), user('U0ALICE')], { facts: noFacts })).toBe('allowed');
  });

  test('all facts that any rule lacks are asked for', () => {
    expect(judge([usergroup(onCall), usergroup('S0CHEFS')], { facts: insider() })).toBe('unknown S0ONCALL S0CHEFS');
  });

  test('as long as one rule may still admit, nobody is refused', () => {
    expect(judge([user('U0BOB'), anyone(), usergroup(onCall)], { facts: { ...known.guest, groups: {} } })).toBe(
      'unknown S0ONCALL',
    );
  });

  test('the person is told the most specific reason', () => {
    expect(judge([user('U0BOB'), anyone()], { facts: known.guest })).toBe('guest');
    expect(judge([user('U0BOB'), channelMembers()], { onCard: false })).toBe('use_the_card');
  });

  test('no rule, no vote', () => {
    expect(judge([])).toBe('not_an_approver');
  });
});

describe('self-approval', () => {
  const approvers = [user('U0DAVE'), anyone()];

  test.each([
    ['approve', 'the person who asked', { requester: dave }],
    ['reject', 'the person who asked', { requester: dave }],
    ['approve', 'the person who asked, from another workspace', { requester: person('U0DAVE', 'T0OTHER') }],
    ['approve', 'the person on whose behalf a system asked', { requester: 'agent', onBehalfOf: dave }],
    ['reject', 'the person on whose behalf another asked', { requester: alice, onBehalfOf: dave }],
    ['approve', 'the person who asked on behalf of another', { requester: dave, onBehalfOf: alice }],
    ['approve', 'the person who amended', { requester: 'alertmanager', amenders: [dave] }],
    ['reject', 'the person who amended', { requester: alice, amenders: [dave] }],
  ] as const)('%s is refused to %s', (answer, _, who) => {
    expect(judge(approvers, { by: dave, answer, ...who })).toBe('self_approval');
  });

  test.each([
    ['asked for this yourself', { requester: dave, onBehalfOf: dave, amenders: [dave] }],
    ['asked on your behalf', { requester: 'agent', onBehalfOf: dave, amenders: [dave] }],
    ['changed this yourself', { requester: 'agent', onBehalfOf: alice, amenders: [dave] }],
  ])('is refused with the words: %s', (words, asking) => {
    const subject = { policy: aPolicy({ approvers }), escalationLevel: 0, votes: [], ...asking };

    const verdict = mayVote(subject, { person: dave, answer: 'approve', onCard: true }, insider());

    expect(verdict).toMatchObject({ code: 'self_approval', explanation: expect.stringContaining(words) });
  });

  test('is refused before any fact is needed', () => {
    expect(judge([usergroup(onCall)], { by: dave, requester: dave, facts: noFacts })).toBe('self_approval');
  });

  test('is allowed where it is switched on, by the rules like everybody', () => {
    expect(judge(approvers, { by: dave, requester: dave, allowSelfApproval: true })).toBe('allowed');
    expect(judge([user('U0BOB')], { by: dave, requester: dave, allowSelfApproval: true })).toBe('not_an_approver');
    expect(judge(approvers, { by: dave, onBehalfOf: dave, allowSelfApproval: true })).toBe('allowed');
  });

  test('a system of the same name is not the person', () => {
    expect(judge(approvers, { by: dave, requester: 'U0DAVE' })).toBe('allowed');
  });
});

describe('groups with a count', () => {
  const chefs = 'S0CHEFS';
  const two = [usergroup(onCall, 1), usergroup(chefs, 1)];
  const both = insider({ [onCall]: true, [chefs]: true });
  const forGroup = (by: Person, group: string | null) => voted(by, { group }).vote;

  test('an approval counts for the first listed group that admits', () => {
    expect(judge(two, { facts: both })).toBe('allowed S0ONCALL');
    expect(judge(two.toReversed(), { facts: both })).toBe('allowed S0CHEFS');
    expect(judge(two, { facts: insider({ [onCall]: false, [chefs]: true }) })).toBe('allowed S0CHEFS');
  });

  test('and still lacks one', () => {
    expect(judge(two, { facts: both, votes: [forGroup(bob, onCall)] })).toBe('allowed S0CHEFS');
  });

  test('an approval for another group, or a rejection, leaves it open', () => {
    const rejected = voted(carol, { answer: 'reject', group: onCall }).vote;

    expect(judge(two, { facts: both, votes: [forGroup(bob, chefs), rejected] })).toBe('allowed S0ONCALL');
  });

  test('once all have enough, their members still count for the quorum', () => {
    const votes = [forGroup(bob, onCall), forGroup(carol, chefs)];

    expect(judge(two, { facts: both, votes })).toBe('allowed');
  });

  test('which group an approval counts for is not guessed', () => {
    expect(judge(two, { facts: insider({ [chefs]: true }) })).toBe('unknown S0ONCALL');
    expect(judge([...two, user('U0ALICE')], { facts: insider() })).toBe('unknown S0ONCALL');
  });

  test('a named person who is in no group counts for the quorum alone', () => {
    const neither = insider({ [onCall]: false, [chefs]: false });

    expect(judge([...two, user('U0ALICE')], { facts: neither })).toBe('allowed');
    expect(judge(two, { facts: neither })).toBe('not_an_approver');
  });

  test('an outsider counts for no group', () => {
    expect(judge(two, { facts: { ...both, outsider: true } })).toBe('outsider');
  });

  test('a rejection counts for no group', () => {
    expect(judge(two, { answer: 'reject', facts: both })).toBe('allowed');
  });

  test('a group without a count is no group to count for', () => {
    expect(judge([usergroup(onCall), usergroup(chefs, 2)], { facts: both })).toBe('allowed S0CHEFS');
  });
});

describe('escalation', () => {
  const escalate = [
    { afterMs: hour, approvers: [user('U0BOB')], channels: [] },
    { afterMs: 2 * hour, approvers: [usergroup(onCall, 1)], channels: [] },
  ];
  const policy = aPolicy({ approvers: [user('U0ALICE')], schedule: aSchedule({ escalate }) });

  test.each([
    [0, [user('U0ALICE')]],
    [1, [user('U0ALICE'), user('U0BOB')]],
    [2, [user('U0ALICE'), user('U0BOB'), usergroup(onCall, 1)]],
  ])('at level %i', (escalationLevel, rules) => {
    expect(activeRules({ policy, escalationLevel })).toEqual(rules);
  });
});

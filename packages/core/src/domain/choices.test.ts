import { describe, expect, test } from 'vitest';
import { takeClick } from './decide/take-vote.js';
import type { ApprovalEvent } from './model/events.js';
import type { Choice, Policy } from './model/policy.js';
import { choiceOf, choicesOf, decidingVotes, isOffered, reasonRuleOf } from './policy/choices.js';
import { mentionsOfReminder } from './policy/mentions.js';
import { usergroup } from './policy/rules.js';
import { amend, castVote, checkVote, takeBack, tick } from './testing/commands.js';
import { given, type Situation } from './testing/given.js';
import {
  alice,
  aPolicy,
  asked,
  bob,
  carol,
  dave,
  insider,
  installed,
  minute,
  now,
  posted,
  received,
  second,
  voted,
} from './testing/world.js';

const choices: readonly Choice[] = [
  { id: 'now', label: 'Order now', answer: 'approve', style: 'primary' },
  { id: 'later', label: 'Order for the next shift', answer: 'approve', reason: 'required' },
  { id: 'no', label: 'No', answer: 'reject', reason: 'none' },
  { id: 'never', label: 'Never again', answer: 'reject' },
];
const reason = { approve: 'optional', reject: 'required' } as const;
const two = { approve: 2, reject: 2 };

function choosing(change: Partial<Policy> = {}, ...events: readonly ApprovalEvent[]): Situation {
  const policy = aPolicy({ choices, reason: { approve: 'none', reject: 'none' }, quorum: two, ...change });
  return given(asked({ policy }), posted(), installed, ...events);
}

const choose = (choice: string, by = alice, answer: 'approve' | 'reject' = 'approve') =>
  castVote({ by, answer, choice, reasonRef: 'because' });
const chose = (choice: string, by = alice, answer: 'approve' | 'reject' = 'approve') => voted(by, { answer, choice });

describe('the choices of a kind', () => {
  const subject = { policy: aPolicy({ choices, reason }) };
  const without = { policy: aPolicy({ reason }) };

  test('are those of its policy', () => {
    expect(choicesOf(subject)).toBe(choices);
    expect(choicesOf(without)).toBeUndefined();
    expect(choiceOf(subject, 'no')).toBe(choices[2]);
    expect(choiceOf(without, 'no')).toBeUndefined();
  });

  test.each([
    ['now', 'approve', true],
    ['no', 'reject', true],
    ['now', 'reject', false],
    ['no', 'approve', false],
    ['nwo', 'approve', false],
    [null, 'approve', false],
    [undefined, 'approve', true],
  ] as const)('%s is offered to %s: %s', (choice, answer, isOne) => {
    expect(isOffered(subject, { answer, choice })).toBe(isOne);
  });

  test.each([
    [null, true],
    ['now', false],
    [undefined, true],
  ])('a kind without choices offers %s: %s', (choice, isOne) => {
    expect(isOffered(without, { answer: 'approve', choice })).toBe(isOne);
  });

  test.each([
    ['now', 'approve', 'optional'],
    ['later', 'approve', 'required'],
    ['no', 'reject', 'none'],
    ['never', 'reject', 'required'],
    [undefined, 'reject', 'required'],
  ] as const)('the reason rule of %s comes before that of the kind: %s, %s', (choice, answer, rule) => {
    expect(reasonRuleOf(subject, { answer, choice })).toBe(rule);
  });
});

describe('votes for choices', () => {
  test.each([
    ['one of two', [chose('now')], null],
    ['one for each', [chose('now'), chose('later', bob)], null],
    ['two for the same', [chose('now'), chose('later', bob), chose('now', carol)], ['approved', 'now', [alice, carol]]],
    [
      'two against it by one choice',
      [chose('no', alice, 'reject'), chose('now', bob), chose('no', carol, 'reject')],
      ['rejected', 'no', [alice, carol]],
    ],
    [
      'two against it by two choices',
      [chose('no', alice, 'reject'), chose('never', bob, 'reject')],
      ['rejected', undefined, [alice, bob]],
    ],
  ] as const)('%s', (_, votes, end) => {
    const last = votes.at(-1)?.vote ?? chose('now').vote;
    const situation = choosing({}, ...votes.slice(0, -1)).when(
      castVote({ by: last.by, answer: last.answer, choice: last.choice, reasonRef: 'because' }),
    );

    expect(situation.refuses).toBeNull();
    if (end === null) return expect(situation.approval.status).toBe('pending');
    const [outcome, choice, by] = end;
    const decided = situation.events.find(({ type }) => type === 'decided');
    expect(decided).toMatchObject({ outcome, by, cause: 'votes' });
    expect(decided?.type === 'decided' && decided.choice).toBe(choice);
    expect('decision' in situation.approval && situation.approval.decision.choice).toBe(choice);
  });

  test('decide nothing while there are none', () => {
    expect(decidingVotes(choosing().approval, [])).toBeNull();
  });

  test('carry the choice, and the decision too', () => {
    const { approval, events } = choosing({ quorum: { approve: 1, reject: 1 } }).when(choose('later'));

    expect(approval.votes).toMatchObject([{ answer: 'approve', choice: 'later', counts: 'for', reasonRef: 'because' }]);
    expect(events).toContainEqual(expect.objectContaining({ type: 'decided', choice: 'later' }));
  });

  test('without choices nothing is added to what is stored', () => {
    const { events } = given(asked(), posted(), installed).when(castVote());

    expect(events.find(({ type }) => type === 'decided')).not.toHaveProperty('choice');
  });

  test('need the reason that the choice wants, and keep none that it does not take', () => {
    const rules = { reason: { approve: 'none', reject: 'required' } } as const;

    expect(choosing(rules).when(castVote({ choice: 'later' })).refuses).toBe('reason_required');
    expect(choosing(rules).when(castVote({ choice: 'now' })).refuses).toBeNull();
    expect(choosing(rules).when(castVote({ answer: 'reject', choice: 'never' })).refuses).toBe('reason_required');
    const plain = choosing(rules).when(choose('no', alice, 'reject'));
    expect(plain.approval.votes).toMatchObject([{ reasonRef: null }]);
  });

  test.each([
    ['is unknown', 'nwo', 'approve'],
    ['is missing', null, 'approve'],
    ['is missing', undefined, 'reject'],
    ['rejects and not approves', 'no', 'approve'],
    ['approves and not rejects', 'now', 'reject'],
  ] as const)('are refused where the choice %s: %s to %s', (_, choice, answer) => {
    const command = castVote({ answer, ...(choice === undefined ? {} : { choice }), reasonRef: 'because' });
    const refused = choosing().when(command);

    expect(takeClick(command, choosing().approval)).toBeNull();
    expect(refused).toMatchObject({ refuses: 'unknown_choice', types: [] });
    expect(refused.explains).toContain('now (Order now), later (Order for the next shift), no (No)');
  });

  test('are refused where the kind has no choices', () => {
    const refused = given(asked(), posted(), installed).when(castVote({ choice: 'now' }));

    expect(refused).toMatchObject({ refuses: 'unknown_choice', types: [] });
    expect(refused.explains).toContain('approve it or reject it');
  });

  test('are refused for a revision that was amended since, whatever its choices are', () => {
    const amended = choosing().when(amend({ policy: aPolicy() }));

    expect(amended.when(choose('now')).refuses).toBe('revision_changed');
    expect(amended.when(castVote({ choice: 'now', digest: 'sha256:two' })).refuses).toBe('unknown_choice');
  });
});

describe('a changed choice', () => {
  test('takes the place of the one before, and counts as a change', () => {
    const changed = choosing({}, chose('now')).when(choose('later'));

    expect(changed.types).toEqual(['vote_changed', 'voted']);
    expect(changed.approval.votes).toMatchObject([{ by: alice, choice: 'later' }]);
    expect(changed.when(choose('now', bob)).approval.status).toBe('pending');
    expect(changed.when(choose('later', bob)).approval.status).toBe('approved');
  });

  test('the same choice is a repeat, without a new reason', () => {
    const first = choosing().when(choose('later'));

    expect(first.when(choose('later')).refuses).toBe('already_voted');
    expect(first.when(castVote({ choice: 'later', reasonRef: 'other' }))).toMatchObject({
      types: ['vote_changed', 'voted'],
    });
    // this choice takes no reason
    const plain = choosing().when(choose('no', alice, 'reject'));
    expect(plain.when(castVote({ answer: 'reject', choice: 'no', reasonRef: 'other' })).refuses).toBe('already_voted');
  });

  test('can be taken back', () => {
    const back = choosing({}, chose('now'), chose('later', bob)).when(takeBack());

    expect(back.approval.votes).toMatchObject([{ by: bob }]);
  });

  test('that is being checked keeps the older one from deciding', () => {
    const checked = choosing({}, chose('now'), received(alice, { choice: 'later' })).when(choose('now', bob));
    expect(checked.approval.status).toBe('pending');

    const counted = checked.when(checkVote());
    expect(counted.approval).toMatchObject({ status: 'pending', votes: [{ choice: 'now' }, { choice: 'later' }] });
    const failed = { code: 'voter_unknown', explanation: 'nobody knows' } as const;
    const facts = { groups: {}, person: null, outsider: null };
    const approvers = [usergroup('S0ONCALL')];
    const unknown = choosing({ approvers }, chose('now'), chose('now', bob), received(alice, { choice: 'later' }));
    expect(unknown.when(checkVote({ facts, failed })).approval).toMatchObject({
      status: 'approved',
      decision: { choice: 'now' },
    });
  });
});

describe('a group with a count', () => {
  const approvers = [usergroup('S0ONCALL', 1), usergroup('S0CHEFS', 1)];
  const facts = insider({ S0ONCALL: true, S0CHEFS: true });
  const onlyOnCall = insider({ S0ONCALL: true, S0CHEFS: false });

  test('counts for each choice alone', () => {
    const first = choosing({ approvers }).when({ ...choose('now'), facts });
    const second = first.when({ ...choose('later', bob), facts });

    expect(second.approval.votes).toMatchObject([
      { choice: 'now', group: 'S0ONCALL' },
      { choice: 'later', group: 'S0ONCALL' },
    ]);
    const third = second.when({ ...choose('now', carol), facts });
    expect(third.approval).toMatchObject({ status: 'approved', decision: { choice: 'now' } });
  });

  test('is not met by the votes for another choice', () => {
    const first = choosing({ approvers }).when({ ...choose('now'), facts });
    const more = first.when({ ...choose('now', bob), facts: onlyOnCall });

    expect(more.approval.status).toBe('pending');
    expect(more.when({ ...choose('later', carol), facts }).approval.status).toBe('pending');
  });

  test('is mentioned by a reminder though it is full: its members can still choose otherwise', () => {
    const first = choosing({ approvers }).when({ ...choose('now'), facts });

    expect(mentionsOfReminder(first.approval).groups).toEqual(['S0ONCALL', 'S0CHEFS']);
  });
});

describe('two choices that could each decide', () => {
  test('the first with its approvals does, and the next vote is late', () => {
    const half = choosing({}, chose('now'), chose('later', bob));
    const decided = half.when({ ...choose('now', carol), now: now + second });

    expect(decided.approval).toMatchObject({ status: 'approved', decision: { choice: 'now', by: [alice, carol] } });
    const late = decided.when({ ...choose('later', dave), now: now + second });
    expect(late).toMatchObject({ refuses: 'already_decided', types: [] });
    expect(late.approval).toBe(decided.approval);
  });

  test('no choice is that of an expiry', () => {
    const expired = choosing({}, chose('now')).when(tick(now + 30 * minute));

    expect(expired.approval).toMatchObject({ status: 'expired' });
    expect('decision' in expired.approval && expired.approval.decision.choice).toBeUndefined();
  });
});

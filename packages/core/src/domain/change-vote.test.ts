import { describe, expect, test } from 'vitest';
import { decideForm } from './decide/decide-vote.js';
import type { Approval } from './model/approval.js';
import type { ApprovalEvent } from './model/events.js';
import { noFacts, type Policy } from './model/policy.js';
import { anyone, usergroup } from './policy/rules.js';
import { amend, castVote, checkVote, takeBack, tick } from './testing/commands.js';
import { given, type Situation } from './testing/given.js';
import {
  alice,
  aPolicy,
  asked,
  bob,
  carol,
  dave,
  decided,
  here,
  insider,
  minute,
  now,
  person,
  posted,
  received,
  second,
  voted,
} from './testing/world.js';

const under = (change: Partial<Policy>) => asked({ policy: aPolicy(change) });
const two = { quorum: { approve: 2, reject: 2 } };
const twoNeeded = under(two);
const onCall = under({ approvers: [usergroup('S0ONCALL')], ...two });
const card = (question: ApprovalEvent, ...more: readonly ApprovalEvent[]) => given(question, posted(), ...more);
const member = insider({ S0ONCALL: true });
const noMember = insider({ S0ONCALL: false });
const answersOf = ({ votes }: Approval) => votes.map(({ by, answer }) => `${by.userId} ${answer}`);
const changed = (userId = 'U0ALICE'): ApprovalEvent => ({ type: 'vote_changed', at: now, userId });
const times = (count: number, event: ApprovalEvent) => Array.from({ length: count }, () => event);

describe('the other answer of a person who has answered', () => {
  test('takes the place of the older one, and is counted as a change', () => {
    const outcome = card(twoNeeded, voted(alice)).when(
      castVote({ answer: 'reject', actionTs: '2.2', now: now + second }),
    );

    expect(outcome.types).toEqual(['vote_changed', 'voted', 'acted']);
    expect(outcome.approval).toMatchObject({
      status: 'pending',
      votes: [{ by: alice, answer: 'reject', counts: 'against', votedAt: now + second }],
      work: { changes: [['U0ALICE', 1]], lastActions: [['U0ALICE', '2.2']], copies: [{ wanted: 3 }] },
    });
  });

  test('decides at once where one of that side is enough', () => {
    const oneRejects = under({ quorum: { approve: 2, reject: 1 } });

    const outcome = card(oneRejects, voted(alice)).when(castVote({ answer: 'reject' }));

    expect(outcome.types).toEqual(['vote_changed', 'voted', 'decided']);
    expect(outcome.approval).toMatchObject({ status: 'rejected', decision: { by: [alice] } });
  });

  test('leaves nothing of the older one to decide by', () => {
    const outcome = card(twoNeeded, voted(alice))
      .when(castVote({ answer: 'reject' }))
      .when(castVote({ by: bob }));

    expect(outcome.approval.status).toBe('pending');
    expect(answersOf(outcome.approval)).toEqual(['U0ALICE reject', 'U0BOB approve']);
  });

  test('is one of the same person from another workspace as well', () => {
    const elsewhere = person('U0ALICE', 'T0OTHER');

    const outcome = card(twoNeeded, voted(alice)).when(castVote({ by: elsewhere, answer: 'reject' }));

    expect(answersOf(outcome.approval)).toEqual(['U0ALICE reject']);
  });

  test('finds the group again that its approval counted for', () => {
    const approvers = [usergroup('S0ONCALL', 1), anyone()];
    const grouped = card(under({ approvers, quorum: { approve: 2, reject: 2 } }), voted(alice, { group: 'S0ONCALL' }));

    const rejected = grouped.when(castVote({ answer: 'reject', facts: member }));
    const approvedAgain = rejected.when(castVote({ facts: member }));

    expect(rejected.approval.votes).toMatchObject([{ group: null }]);
    expect(approvedAgain.approval.votes).toMatchObject([{ group: 'S0ONCALL' }]);
  });

  test('is refused where the person may not answer any more, and the older one stands', () => {
    const outcome = card(onCall, voted(alice)).when(castVote({ answer: 'reject', facts: noMember }));

    expect(outcome.refuses).toBe('not_an_approver');
    expect(answersOf(outcome.approval)).toEqual(['U0ALICE approve']);
  });

  test('comes too late once it is decided', () => {
    const outcome = card(twoNeeded, voted(alice), decided()).when(castVote({ answer: 'reject' }));

    expect(outcome.refuses).toBe('already_decided');
    expect(outcome.events).toEqual([]);
  });

  test('is taken where a hundred have answered', () => {
    const many = under({ approvers: [anyone()], quorum: { approve: 100, reject: 100 } });
    const others = Array.from({ length: 99 }, (_, index) => voted(person(`U0NUMBER${index}`)));

    const outcome = card(many, ...others, voted(alice)).when(castVote({ answer: 'reject' }));

    expect(outcome.refuses).toBeNull();
    expect(outcome.approval.votes).toHaveLength(100);
  });

  test('opens the form for its reason; the same answer does not where no reason is taken', () => {
    const { approval } = card(twoNeeded, voted(alice));

    expect(decideForm(castVote({ answer: 'reject' }), approval)).toEqual({ events: [], refusal: null });
    expect(decideForm(castVote(), approval).refusal?.code).toBe('already_voted');
  });
});

describe('the same answer of a person who has answered', () => {
  const reasons = under({ quorum: { approve: 2, reject: 2 }, reason: { approve: 'optional', reject: 'optional' } });
  const answered = card(reasons, voted(alice, { reasonRef: 'reason-1' }));

  test.each([
    ['with the same reason', 'reason-1'],
    ['without a reason', null],
  ])('%s changes nothing', (_, reasonRef) => {
    const outcome = answered.when(castVote({ reasonRef }));

    expect(outcome.refuses).toBe('already_voted');
    expect(outcome.events).toEqual([]);
  });

  test('opens the form where it may get another reason, until there were too many changes', () => {
    const often = card(reasons, voted(alice, { reasonRef: 'reason-1' }), ...times(5, changed()));

    expect(decideForm(castVote(), answered.approval)).toEqual({ events: [], refusal: null });
    expect(decideForm(castVote(), often.approval).refusal?.code).toBe('too_many_changes');
  });

  test('with another reason replaces it', () => {
    const outcome = answered.when(castVote({ reasonRef: 'reason-2' }));

    expect(outcome.types).toEqual(['vote_changed', 'voted']);
    expect(outcome.approval.votes).toMatchObject([{ answer: 'approve', reasonRef: 'reason-2' }]);
  });
});

describe('an answer beside one that is still unchecked', () => {
  const waiting = card(onCall, received(alice));

  test('takes its place while it is unchecked itself, and nobody is told', () => {
    const outcome = waiting.when(castVote({ answer: 'reject', facts: noFacts, voteId: 'vote-2' }));

    expect(outcome.types).toEqual(['check_ended', 'vote_changed', 'vote_received']);
    expect(outcome.approval.work).toMatchObject({ unchecked: [{ voteId: 'vote-2', answer: 'reject' }], notices: [] });
  });

  test('takes its place if it counts', () => {
    const outcome = waiting.when(castVote({ answer: 'reject', facts: member }));

    expect(outcome.types).toEqual(['check_ended', 'vote_changed', 'voted']);
    expect(outcome.approval).toMatchObject({ votes: [{ answer: 'reject' }], work: { unchecked: [], notices: [] } });
  });

  test('makes the check of the older one change nothing', () => {
    const replaced = waiting.when(castVote({ answer: 'reject', facts: noFacts, voteId: 'vote-2' }));

    expect(replaced.when(checkVote({ facts: member })).events).toEqual([]);
    expect(answersOf(replaced.when(checkVote({ voteId: 'vote-2', facts: member })).approval)).toEqual([
      'U0ALICE reject',
    ]);
  });

  test('is told that it is being checked if it is the same', () => {
    const outcome = waiting.when(castVote({ facts: noFacts }));

    expect(outcome.refuses).toBe('already_voted');
    expect(outcome.explains).toContain('being checked');
  });

  test('finds room where twenty are being checked', () => {
    const others = Array.from({ length: 19 }, (_, index) =>
      received(person(`U0NUMBER${index}`), { voteId: `vote ${index}` }),
    );

    const outcome = card(onCall, ...others, received(alice)).when(castVote({ answer: 'reject', facts: noFacts }));

    expect(outcome.refuses).toBeNull();
    expect(outcome.approval.work.unchecked).toHaveLength(20);
  });
});

describe('a vote that counts while a newer one of that person is being checked', () => {
  const later = now + 5 * second;
  const changing = card(onCall, voted(alice), received(alice, { answer: 'reject' }));

  test('stays, and decides nothing', () => {
    const outcome = changing.when(castVote({ by: bob, facts: member }));

    expect(outcome.approval.status).toBe('pending');
    expect(answersOf(outcome.approval)).toEqual(['U0ALICE approve', 'U0BOB approve']);
  });

  test('is replaced once the newer one counts', () => {
    const outcome = changing.when(checkVote({ facts: member, now: later }));

    expect(outcome.types).toEqual(['check_ended', 'voted']);
    expect(answersOf(outcome.approval)).toEqual(['U0ALICE reject']);
  });

  test('stands if the newer one is refused, and its person is told', () => {
    const outcome = changing.when(checkVote({ facts: noMember, now: later }));

    expect(answersOf(outcome.approval)).toEqual(['U0ALICE approve']);
    expect(outcome.approval.work.notices).toMatchObject([{ to: { person: alice }, topic: { type: 'vote_refused' } }]);
  });

  test.each([
    ['the newer one is refused', checkVote({ facts: noMember, now: later })],
    ['Slack cannot tell in time', checkVote({ facts: noFacts, now: now + 2 * minute })],
  ])('decides then if the votes suffice: %s', (_, check) => {
    const outcome = changing.when(castVote({ by: bob, facts: member })).when(check);

    expect(outcome.types).toEqual(['check_ended', 'vote_refused', 'notice_owed', 'decided']);
    expect(outcome.approval).toMatchObject({ status: 'approved', decision: { by: [alice, bob] } });
  });

  test('keeps others from approving if the newer one is a rejection', () => {
    const outcome = changing.when(castVote({ by: bob, facts: member })).when(castVote({ by: carol, facts: member }));

    expect(outcome.approval.status).toBe('pending');
    expect(outcome.when(checkVote({ facts: noMember })).approval).toMatchObject({
      status: 'approved',
      decision: { by: [alice, bob, carol] },
    });
  });

  test('does not keep others from rejecting', () => {
    const rejecting = (by: typeof bob) => castVote({ by, answer: 'reject', facts: member });
    const outcome = changing.when(rejecting(bob)).when(rejecting(carol));

    expect(outcome.approval).toMatchObject({ status: 'rejected', decision: { by: [bob, carol] } });
    expect(outcome.approval.work.notices).toMatchObject([{ to: { person: alice }, topic: { type: 'vote_closed' } }]);
  });

  test('is void together with it after an amendment, and its person is told once', () => {
    const outcome = changing.when(amend());

    expect(outcome.approval).toMatchObject({ votes: [], work: { unchecked: [] } });
    expect(outcome.approval.work.notices).toMatchObject([{ to: { person: alice }, topic: { type: 'vote_void' } }]);
  });
});

describe('taking an answer back', () => {
  test('removes it, and is counted as a change', () => {
    const outcome = card(twoNeeded, voted(alice), voted(bob, { answer: 'reject' })).when(
      takeBack({ actionTs: '2.2', now: now + second }),
    );

    expect(outcome.events).toEqual([
      { type: 'vote_changed', at: now + second, userId: 'U0ALICE' },
      { type: 'vote_taken_back', at: now + second, by: alice },
      { type: 'acted', at: now + second, userId: 'U0ALICE', actionTs: '2.2' },
    ]);
    expect(answersOf(outcome.approval)).toEqual(['U0BOB reject']);
    expect(outcome.approval).toMatchObject({
      lastEventAt: now + second,
      work: { changes: [['U0ALICE', 1]], copies: [{ wanted: 4 }] },
    });
  });

  test('drops an unchecked one', () => {
    const outcome = card(onCall, received(alice), received(bob)).when(takeBack());

    expect(outcome.types).toEqual(['check_ended', 'vote_changed']);
    expect(outcome.approval.work).toMatchObject({ unchecked: [{ by: bob }], notices: [] });
  });

  test('drops the unchecked one together with the one that counts', () => {
    const outcome = card(onCall, voted(alice), received(alice, { answer: 'reject' })).when(takeBack());

    expect(outcome.types).toEqual(['check_ended', 'vote_changed', 'vote_taken_back']);
    expect(outcome.approval).toMatchObject({ votes: [], work: { unchecked: [] } });
  });

  test('lets the approval expire that only waited for it to be checked', () => {
    const outcome = card(onCall, received(alice)).when(takeBack({ now: now + 31 * minute }));

    expect(outcome.approval.status).toBe('expired');
  });

  test.each([
    ['nobody who has no answer', takeBack({ by: bob }), 'no_vote'],
    ['nobody else’s', takeBack({ by: dave }), 'no_vote'],
    ['nothing from another workspace', takeBack({ installation: { ...here, teamId: 'T0OTHER' } }), 'not_found'],
    ['nothing when the time is over', takeBack({ now: now + 30 * minute }), 'not_pending'],
  ])('takes back %s', (_, command, code) => {
    const outcome = card(twoNeeded, { type: 'installed', at: now, installation: here }, voted(alice)).when(command);

    expect(outcome.refuses).toBe(code);
    expect(answersOf(outcome.approval)).toEqual(['U0ALICE approve']);
  });

  test('takes back nothing once it is decided', () => {
    expect(card(twoNeeded, voted(alice), decided()).when(takeBack()).refuses).toBe('not_pending');
  });

  test('leaves room for a new answer', () => {
    const outcome = card(twoNeeded, voted(alice))
      .when(takeBack())
      .when(castVote({ answer: 'reject' }));

    expect(outcome.types).toEqual(['voted']);
    expect(answersOf(outcome.approval)).toEqual(['U0ALICE reject']);
  });
});

describe('the stamps of Slack', () => {
  const approve = castVote({ actionTs: '100.000001' });
  const reject = castVote({ answer: 'reject', actionTs: '100.000003' });

  test('make an older click that comes late, or again, a repeat', () => {
    const changedTo = card(twoNeeded).when(approve).when(reject);

    expect(changedTo.when(approve).refuses).toBe('repeat');
    expect(changedTo.when({ ...approve, actionTs: '100.000002' }).refuses).toBe('repeat');
    expect(changedTo.when(takeBack({ actionTs: '100.000002' })).refuses).toBe('repeat');
  });

  test('keep a vote that was taken back from coming again with its old click', () => {
    const back = card(twoNeeded)
      .when(approve)
      .when(takeBack({ actionTs: '100.000002' }));

    expect(back.when(approve).refuses).toBe('repeat');
    expect(back.when(takeBack({ actionTs: '100.000002' })).refuses).toBe('repeat');
  });
});

describe('five changes', () => {
  const answers = ['reject', 'approve', 'reject', 'approve', 'reject', 'approve'] as const;

  test('are all that a person has', () => {
    let situation: Situation = card(twoNeeded, voted(alice));
    const refusals = answers.map((answer) => {
      const outcome = situation.when(castVote({ answer }));
      situation = outcome;
      return outcome.refuses;
    });

    expect(refusals).toEqual([null, null, null, null, null, 'too_many_changes']);
    expect(answersOf(situation.approval)).toEqual(['U0ALICE reject']);
  });

  test('include what was taken back: voting again begins no new count', () => {
    const back = card(twoNeeded, ...times(4, changed()), voted(alice)).when(takeBack());
    const again = back.when(castVote());

    expect(again.refuses).toBeNull();
    expect(again.when(takeBack()).refuses).toBe('too_many_changes');
    expect(again.when(castVote({ answer: 'reject' })).refuses).toBe('too_many_changes');
  });

  test('are counted for each person', () => {
    const before = card(twoNeeded, ...times(5, changed()), voted(bob));

    expect(before.when(castVote({ by: bob, answer: 'reject' })).refuses).toBeNull();
  });

  test('begin again with an amendment', () => {
    const amended = card(twoNeeded, voted(alice), ...times(5, changed())).when(amend({ policy: aPolicy(two) }));

    expect(amended.approval.work).not.toHaveProperty('changes');
    expect(
      amended.when(castVote({ digest: 'sha256:two' })).when(castVote({ digest: 'sha256:two', answer: 'reject' }))
        .refuses,
    ).toBeNull();
  });

  test('end with the hundredth of everybody, because the history has a limit', () => {
    const others = Array.from({ length: 20 }, (_, index) => times(5, changed(`U0NUMBER${index}`))).flat();
    const full = card(twoNeeded, voted(alice), ...others);

    expect(card(twoNeeded, voted(alice), ...others.slice(1)).when(takeBack()).refuses).toBeNull();
    expect(full.when(takeBack()).refuses).toBe('too_many_changes');
    expect(full.when(castVote({ by: bob })).refuses).toBeNull();
  });

  test('leave deciding by time as it is', () => {
    const outcome = card(twoNeeded, voted(alice), ...times(5, changed())).when(tick(now + 30 * minute));

    expect(outcome.approval.status).toBe('expired');
  });
});

import { describe, expect, test } from 'vitest';
import { noFacts, type Policy } from '../model/policy.js';
import { channelMembers, usergroup } from '../policy/rules.js';
import { castVote, checkVote, takeBack, tick } from '../testing/commands.js';
import { given } from '../testing/given.js';
import {
  alice,
  aPolicy,
  aSchedule,
  asked,
  bob,
  carol,
  dave,
  decided,
  insider,
  installed,
  minute,
  now,
  person,
  posted,
  received,
  second,
  voted,
} from '../testing/world.js';
import { scheduledAt } from '../time/schedule.js';

const onCall = (change: Partial<Policy> = {}) =>
  asked({ policy: aPolicy({ approvers: [usergroup('S0ONCALL')], ...change }) });
const member = insider({ S0ONCALL: true });
const noMember = insider({ S0ONCALL: false });
const expiresAt = now + 30 * minute;

describe('a rejection that is being checked', () => {
  const rejecting = given(onCall(), posted(), received(alice, { answer: 'reject' }));
  const approving = (at: number) => castVote({ by: bob, facts: member, now: at });

  test('holds an approval back that is not older', () => {
    expect(rejecting.when(approving(now)).types).toEqual(['voted']);
    expect(rejecting.when(approving(now + second)).approval.status).toBe('pending');
  });

  test('rejects then if it counts', () => {
    const outcome = rejecting.when(approving(now + second)).when(checkVote({ facts: member }));

    expect(outcome.approval).toMatchObject({ status: 'rejected', decision: { by: [alice] } });
  });

  test.each([
    ['refused', { facts: noMember }],
    ['unknown after two minutes', { facts: noFacts, now: now + 2 * minute }],
  ])('lets the approval be if it is %s', (_, check) => {
    const outcome = rejecting.when(approving(now + second)).when(checkVote(check));

    expect(outcome.types).toEqual(['check_ended', 'vote_refused', 'notice_owed', 'decided']);
    expect(outcome.approval).toMatchObject({ status: 'approved', decision: { by: [bob] } });
  });

  test('lets the approval be if it is taken back', () => {
    const outcome = rejecting.when(approving(now + second)).when(takeBack({ now: now + second }));

    expect(outcome.types).toEqual(['check_ended', 'vote_changed', 'decided']);
    expect(outcome.approval).toMatchObject({ status: 'approved', decision: { by: [bob] } });
  });

  test('lets the approval be if its person approves instead, who is still checked', () => {
    const instead = castVote({ voteId: 'vote-2', facts: noFacts, now: now + 2 * second });
    const outcome = rejecting.when(approving(now + second)).when(instead);

    expect(outcome.types).toEqual(['check_ended', 'vote_changed', 'vote_received', 'decided', 'notice_owed']);
    expect(outcome.approval).toMatchObject({ status: 'approved', decision: { by: [bob] }, work: { unchecked: [] } });
  });

  test('is too late for an approval that was given before it, and checked after', () => {
    const later = received(alice, { answer: 'reject', votedAt: now + second });
    const both = given(onCall(), posted(), received(bob), later);

    const outcome = both.when(checkVote({ voteId: 'vote of U0BOB', facts: member, now: now + 2 * second }));

    expect(outcome.approval).toMatchObject({ status: 'approved', decision: { by: [bob] } });
    expect(outcome.approval.work.notices).toMatchObject([{ to: { person: alice }, topic: { type: 'vote_closed' } }]);
  });

  test('holds no rejection back', () => {
    const outcome = rejecting.when(castVote({ by: bob, answer: 'reject', facts: member }));

    expect(outcome.approval.status).toBe('rejected');
  });
});

describe('when the facts about the person came', () => {
  test('the answer counts, as of the instant it was given', () => {
    const waiting = given(onCall(), posted(), received(alice, { via: 'modal' }));

    const outcome = waiting.when(checkVote({ facts: member, now: now + 5 * second }));

    expect(outcome.events).toEqual([
      { type: 'check_ended', at: now + 5 * second, voteId: 'vote of U0ALICE' },
      {
        type: 'voted',
        at: now + 5 * second,
        vote: {
          ...{ by: alice, answer: 'approve', choice: null, stage: null, counts: 'for', group: null },
          ...{ reasonRef: null, votedAt: now, via: 'modal' },
        },
      },
      { type: 'decided', at: now + 5 * second, outcome: 'approved', by: [alice], reasonRef: null, cause: 'votes' },
    ]);
    expect(outcome.approval.work).toMatchObject({ unchecked: [], notices: [] });
  });

  test('a rejection counts against, with its reason', () => {
    const waiting = given(onCall(), received(alice, { answer: 'reject', reasonRef: 'reason-1' }));

    const outcome = waiting.when(checkVote({ facts: member }));

    expect(outcome.approval).toMatchObject({
      status: 'rejected',
      votes: [{ counts: 'against', reasonRef: 'reason-1' }],
      decision: { reasonRef: 'reason-1' },
    });
  });

  test('it counts for the first group that lacks an approval at that moment', () => {
    const approvers = [usergroup('S0ONCALL', 1), usergroup('S0CHEFS', 1)];
    const facts = insider({ S0ONCALL: true, S0CHEFS: true });
    const waiting = given(onCall({ approvers }), received(alice), voted(bob, { group: 'S0ONCALL' }));

    expect(waiting.when(checkVote({ facts })).approval.votes[1]).toMatchObject({ by: alice, group: 'S0CHEFS' });
  });

  test('or it is refused, and the person is told where they clicked', () => {
    const waiting = given(onCall(), received(alice));

    const outcome = waiting.when(checkVote({ facts: noMember, now: now + second }));

    expect(outcome.events).toEqual([
      { type: 'check_ended', at: now + second, voteId: 'vote of U0ALICE' },
      { type: 'vote_refused', at: now + second, by: alice, code: 'not_an_approver' },
      {
        type: 'notice_owed',
        at: now + second,
        to: { type: 'person', person: alice, channelId: 'C0OVEN' },
        topic: {
          type: 'vote_refused',
          code: 'not_an_approver',
          explanation: expect.any(String),
          values: { stage: null },
        },
        until: now + second + 10 * minute,
      },
    ]);
    expect(outcome.approval).toMatchObject({ status: 'pending', votes: [], work: { unchecked: [] } });
  });

  test('the home workspace shows without a look-up whether a person is an outsider', () => {
    const facts = { groups: { S0ONCALL: true }, person: null, outsider: null };
    const stranger = person('U0ALICE', 'T0STRANGE');

    const inside = given(onCall(), posted(), installed, received(alice)).when(checkVote({ facts }));
    const outside = given(onCall(), installed, received(stranger)).when(checkVote({ facts }));

    expect(inside.types).toEqual(['check_ended', 'voted', 'decided']);
    expect(outside.events[1]).toMatchObject({ type: 'vote_refused', code: 'outsider' });
  });

  test('where the answer was given is remembered: members of the channel need its card', () => {
    const members = onCall({ approvers: [channelMembers()] });

    const onCard = given(members, received(alice)).when(checkVote());
    const elsewhere = given(members, received(alice, { onCard: false })).when(checkVote());

    expect(onCard.approval.status).toBe('approved');
    expect(elsewhere.events[1]).toMatchObject({ code: 'use_the_card' });
    const withCard = given(members, posted(), received(alice, { onCard: false })).when(checkVote());
    expect(withCard.approval.work.notices).toMatchObject([
      { topic: { explanation: expect.stringContaining('use the card in <#C0OVEN>') } },
    ]);
  });

  test('the requester may not answer, checked or not', () => {
    const byDave = given(asked({ requester: dave }), received(dave));

    expect(byDave.when(checkVote({ voteId: 'vote of U0DAVE' })).events[1]).toMatchObject({ code: 'self_approval' });
  });

  test('the others who wait are told when this answer decides, and this person is not', () => {
    const waiting = given(onCall(), received(alice), received(bob));

    const outcome = waiting.when(checkVote({ facts: member }));

    expect(outcome.approval.work.notices).toMatchObject([{ topic: { type: 'vote_closed' }, to: { person: bob } }]);
  });
});

describe('when the facts did not come', () => {
  const waiting = given(onCall(), received(alice));

  test('the look-up is tried again after 1 s, 5 s, 30 s', () => {
    const first = waiting.when(checkVote({ facts: noFacts, now: now + 100 }));
    const again = first.when(checkVote({ facts: noFacts, now: now + 1_100 }));
    const third = again.when(checkVote({ facts: noFacts, now: now + 6_100 }));

    expect(first.events).toEqual([
      { type: 'check_deferred', at: now + 100, voteId: 'vote of U0ALICE', nextAt: now + 1_100 },
    ]);
    expect(again.approval.work.unchecked).toMatchObject([{ nextAt: now + 6_100, attemptCount: 2 }]);
    expect(third.approval.work.unchecked).toMatchObject([{ nextAt: now + 36_100, attemptCount: 3 }]);
  });

  test('not before Slack wants it', () => {
    const outcome = waiting.when(checkVote({ facts: noFacts, afterMs: 20 * second }));

    expect(outcome.approval.work.unchecked).toMatchObject([{ nextAt: now + 20 * second }]);
  });

  test('and no later than two minutes after the click', () => {
    const outcome = waiting.when(checkVote({ facts: noFacts, afterMs: 10 * minute, now: now + 2 * minute - 1 }));

    expect(outcome.types).toContain('check_deferred');
    expect(outcome.approval.work.unchecked).toMatchObject([{ nextAt: now + 2 * minute }]);
  });

  test('then the person is told that they are not known', () => {
    const outcome = waiting.when(checkVote({ facts: noFacts, now: now + 2 * minute }));

    expect(outcome.types.slice(0, 3)).toEqual(['check_ended', 'vote_refused', 'notice_owed']);
    expect(outcome.events[1]).toMatchObject({ by: alice, code: 'voter_unknown' });
    expect(outcome.events[2]).toMatchObject({ topic: { type: 'vote_refused', code: 'voter_unknown' } });
    expect(outcome.approval.votes).toEqual([]);
  });

  test('facts that come after the two minutes still count', () => {
    expect(waiting.when(checkVote({ facts: member, now: now + 3 * minute })).approval.status).toBe('approved');
  });

  test.each(['missing_scope', 'voter_unknown'] as const)(
    'a look-up that failed for good (%s) ends it at once',
    (code) => {
      const outcome = waiting.when(checkVote({ facts: noFacts, failed: { code, explanation: 'Because.' } }));

      expect(outcome.types).toEqual(['check_ended', 'vote_refused', 'notice_owed']);
      expect(outcome.events[1]).toMatchObject({ code });
      expect(outcome.events[2]).toMatchObject({ topic: { type: 'vote_refused', code, explanation: 'Because.' } });
    },
  );

  test('a failure does not outweigh what is known all the same', () => {
    const failed = { code: 'missing_scope', explanation: 'Because.' } as const;

    expect(waiting.when(checkVote({ facts: member, failed })).approval.status).toBe('approved');
    expect(waiting.when(checkVote({ facts: noMember, failed })).events[1]).toMatchObject({ code: 'not_an_approver' });
  });
});

describe('several answers', () => {
  const waiting = given(onCall({ quorum: { approve: 2, reject: 2 } }), received(alice), received(bob), received(carol));

  test('are checked in the order in which they were given', () => {
    expect(waiting.owedAt(now).filter(({ type }) => type === 'check_vote')).toEqual([
      { type: 'check_vote', voteId: 'vote of U0ALICE' },
      { type: 'check_vote', voteId: 'vote of U0BOB' },
      { type: 'check_vote', voteId: 'vote of U0CAROL' },
    ]);
  });

  test('stay until their own check', () => {
    const outcome = waiting.when(checkVote({ voteId: 'vote of U0BOB', facts: noFacts }));

    expect(outcome.approval.work.unchecked).toMatchObject([
      { by: alice, attemptCount: 0, nextAt: now },
      { by: bob, attemptCount: 1, nextAt: now + second },
      { by: carol, attemptCount: 0, nextAt: now },
    ]);
  });
});

describe('a check that no longer fits', () => {
  test('of an answer that is not there changes nothing', () => {
    expect(given(onCall()).when(checkVote({ facts: member })).events).toEqual([]);
  });

  test('of a decided approval changes nothing', () => {
    const outcome = given(onCall(), received(alice), decided()).when(checkVote({ facts: member }));

    expect(outcome.events).toEqual([]);
    expect(outcome.refuses).toBeNull();
  });
});

describe('when the time to answer ends meanwhile', () => {
  const inTime = given(onCall(), posted(), received(alice, { votedAt: expiresAt - 1 }));

  test('expiry waits for what was answered in time', () => {
    expect(inTime.when(tick(expiresAt)).types).not.toContain('decided');
    expect(inTime.when(checkVote({ facts: member, now: expiresAt + minute })).approval).toMatchObject({
      status: 'approved',
      decision: { cause: 'votes', decidedAt: expiresAt + minute },
      votes: [{ votedAt: expiresAt - 1 }],
    });
  });

  test('it does not wait for an answer of that very instant', () => {
    const late = given(onCall(), received(alice, { votedAt: expiresAt }));

    expect(late.when(tick(expiresAt)).approval.status).toBe('expired');
  });

  test('once the last one is refused, it expires in the same step', () => {
    const outcome = inTime.when(checkVote({ facts: noMember, now: expiresAt }));

    expect(outcome.types).toEqual(['check_ended', 'vote_refused', 'notice_owed', 'decided']);
    expect(outcome.approval.status).toBe('expired');
  });

  test('and also where it counts without deciding', () => {
    const needed = onCall({ quorum: { approve: 2, reject: 2 } });
    const twoNeeded = given(needed, posted(), received(alice, { votedAt: expiresAt - 1 }));

    const outcome = twoNeeded.when(checkVote({ facts: member, now: expiresAt }));

    expect(outcome.types).toEqual(['check_ended', 'voted', 'decided']);
    expect(outcome.approval).toMatchObject({ status: 'expired', votes: [{ by: alice }] });
  });

  test('it goes on waiting for the others', () => {
    const two = given(onCall(), received(alice), received(bob));

    const refusedOne = two.when(checkVote({ facts: noMember, now: expiresAt }));
    const refusedBoth = refusedOne.when(checkVote({ voteId: 'vote of U0BOB', facts: noMember, now: expiresAt + 1 }));

    expect(refusedOne.approval.status).toBe('pending');
    expect(refusedBoth.approval.status).toBe('expired');
  });

  test('a look-up that goes on failing holds it for two minutes at most', () => {
    const outcome = inTime.when(checkVote({ facts: noFacts, now: expiresAt - 1 + 2 * minute }));

    expect(outcome.approval.status).toBe('expired');
  });

  test('meanwhile nobody is reminded, and nobody new is asked', () => {
    const escalate = [{ afterMs: 30 * minute, approvers: [], channels: ['C0LEADS'] }];
    const schedule = aSchedule({ remindEveryMs: 10 * minute, escalate });
    const before = given(onCall({ schedule }), posted(), received(alice, { votedAt: expiresAt - 1 }));

    const reminded = before.when(tick(expiresAt - 1));

    expect(reminded.types).toContain('reminded');
    expect(reminded.when(tick(expiresAt + minute)).types).toEqual(['checking_shown']);
    expect(scheduledAt(reminded.approval)).toBe(expiresAt - 1 + 3 * second);
  });

  test('a declared approval still holds after that wait', () => {
    const before = given(
      onCall({ schedule: aSchedule({ onExpiry: 'approve' }) }),
      posted(),
      received(alice, { votedAt: expiresAt - 1 }),
    );

    expect(before.when(checkVote({ facts: noFacts, now: expiresAt + 2 * minute })).approval).toMatchObject({
      status: 'approved',
      decision: { cause: 'expiry', by: [] },
    });
  });
});

describe('what the card says of answers being checked', () => {
  const wanted = (situation: {
    readonly approval: { readonly work: { readonly copies: readonly { readonly wanted: number }[] } };
  }) => situation.approval.work.copies[0]?.wanted;
  const twoNeeded = given(onCall({ quorum: { approve: 2, reject: 2 } }), posted());
  const one = twoNeeded.when(castVote({ voteId: 'one', by: alice, facts: noFacts }));
  const shown = one.when(tick(now + 3 * second));

  test('nothing for three seconds, then that one is', () => {
    expect(one.approval.work.showCheckingAt).toBe(now + 3 * second);
    expect(one.when(tick(now + 3 * second - 1)).types).toEqual([]);
    expect(shown.types).toEqual(['checking_shown']);
    expect(wanted(shown)).toBe(2);
    expect(shown.when(tick(now + 4 * second)).types).toEqual([]);
  });

  test('an answer that is refused within them never shows', () => {
    const outcome = one.when(checkVote({ voteId: 'one', facts: noMember, now: now + second }));

    expect(wanted(outcome)).toBe(1);
    expect(outcome.approval.work.showCheckingAt).toBeNull();
  });

  test('a second answer within them does not move the instant', () => {
    const two = one.when(castVote({ voteId: 'two', by: bob, facts: noFacts, now: now + second }));

    expect(two.approval.work.showCheckingAt).toBe(now + 3 * second);
    expect(wanted(two)).toBe(1);
  });

  test('once it says so, every further one shows', () => {
    const two = shown.when(castVote({ voteId: 'two', by: bob, facts: noFacts, now: now + 4 * second }));

    expect(wanted(two)).toBe(3);
    expect(two.approval.work.showCheckingAt).toBeNull();
  });

  test('and every one less', () => {
    const two = shown.when(castVote({ voteId: 'two', by: bob, facts: noFacts, now: now + 4 * second }));
    const oneLess = two.when(checkVote({ voteId: 'two', facts: noMember, now: now + 5 * second }));
    const none = oneLess.when(checkVote({ voteId: 'one', facts: noMember, now: now + 6 * second }));

    expect([wanted(two), wanted(oneLess), wanted(none)]).toEqual([3, 4, 5]);
  });

  test('a check that is due together with it says both', () => {
    const outcome = one.when(checkVote({ voteId: 'one', facts: noFacts, now: now + 3 * second }));

    expect(outcome.types).toEqual(['check_deferred', 'checking_shown']);
  });
});

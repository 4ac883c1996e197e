import { describe, expect, test } from 'vitest';
import type { ApprovalEvent } from '../model/events.js';
import type { Person, Requester } from '../model/person.js';
import { thread } from '../model/place.js';
import { noFacts, type Policy } from '../model/policy.js';
import { anyone, channelMembers, user, usergroup } from '../policy/rules.js';
import { amend, castVote, checkVote } from '../testing/commands.js';
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
  voted,
  withdrawn,
} from '../testing/world.js';

const under = (change: Partial<Policy>) => asked({ policy: aPolicy(change) });
const onCall = under({ approvers: [usergroup('S0ONCALL')] });
/** The card is posted, so that a click on it teaches nothing. */
const card = (question: ApprovalEvent, ...more: readonly ApprovalEvent[]) => given(question, posted(), ...more);
const group = (isMember: boolean) => insider({ S0ONCALL: isMember });

describe('an answer of a person who may decide', () => {
  test('counts, and decides where it completes the quorum', () => {
    const outcome = card(asked()).when(castVote({ by: alice, via: 'modal', now: now + 1 }));

    expect(outcome.events).toEqual([
      {
        type: 'voted',
        at: now + 1,
        vote: {
          by: alice,
          answer: 'approve',
          choice: null,
          stage: null,
          counts: 'for',
          group: null,
          reasonRef: null,
          votedAt: now + 1,
          via: 'modal',
        },
      },
      { type: 'decided', at: now + 1, outcome: 'approved', by: [alice], reasonRef: null, cause: 'votes' },
    ]);
    expect(outcome.refuses).toBeNull();
  });

  test('a rejection counts against', () => {
    const outcome = card(asked()).when(castVote({ answer: 'reject' }));

    expect(outcome.events).toMatchObject([{ vote: { counts: 'against' } }, { outcome: 'rejected' }]);
  });

  test('leaves it pending while more are needed', () => {
    const outcome = card(under({ quorum: { approve: 2, reject: 1 } })).when(castVote());

    expect(outcome.types).toEqual(['voted']);
    expect(outcome.approval.status).toBe('pending');
  });

  test('the decision names the people of its side, and the newest reason they gave', () => {
    const policy = aPolicy({ quorum: { approve: 9, reject: 3 } });
    const before = card(
      asked({ policy }),
      voted(alice, { answer: 'reject', reasonRef: 'reason-1' }),
      voted(dave, { reasonRef: 'reason-of-the-other-side' }),
      voted(bob, { answer: 'reject', reasonRef: 'reason-2' }),
    );

    const outcome = before.when(castVote({ by: carol, answer: 'reject' }));

    expect(outcome.events[1]).toMatchObject({ type: 'decided', by: [alice, bob, carol], reasonRef: 'reason-2' });
  });

  test('a vote stores for which group it counts', () => {
    const approvers = [usergroup('S0ONCALL', 2), usergroup('S0CHEFS', 1)];
    const facts = insider({ S0ONCALL: true, S0CHEFS: true });

    const first = card(under({ approvers })).when(castVote({ by: alice, facts }));
    const second = first.when(castVote({ by: bob, facts }));
    const third = second.when(castVote({ by: carol, facts }));

    expect([first, second, third].map(({ types }) => types)).toEqual([['voted'], ['voted'], ['voted', 'decided']]);
    expect(second.approval.votes.map((vote) => vote.group)).toEqual(['S0ONCALL', 'S0ONCALL']);
    expect(third.approval).toMatchObject({ status: 'approved', votes: [{}, {}, { group: 'S0CHEFS' }] });
  });

  test('the requester is told the outcome, if a person and if wanted', () => {
    const byDave = card(asked({ requester: dave })).when(castVote());
    const silent = card(asked({ requester: dave, policy: aPolicy({ notify: 'nobody' }) })).when(castVote());

    expect(byDave.events.at(-1)).toEqual({
      type: 'notice_owed',
      at: now,
      to: { type: 'person', person: dave, channelId: null },
      topic: { type: 'outcome' },
      until: now + 10 * minute,
    });
    expect(silent.types).toEqual(['voted', 'decided']);
  });

  test.each<[string, Requester, Person]>([
    ['the person on whose behalf a system asked', 'agent', dave],
    ['the requester, if that is a person', carol, carol],
  ])('one person is told the outcome: %s', (_, requester, told) => {
    const outcome = card(asked({ requester, onBehalfOf: dave })).when(castVote());

    const people = outcome.events.flatMap((event) => (event.type === 'notice_owed' ? [event.to] : []));
    expect(people).toEqual([{ type: 'person', person: told, channelId: null }]);
  });

  test('answers still being checked are closed with a notice', () => {
    const before = card(asked(), received(bob), received(carol, { channelId: null }));

    const outcome = before.when(castVote());

    expect(outcome.approval.work.unchecked).toEqual([]);
    expect(outcome.approval.work.notices).toMatchObject([
      { topic: { type: 'vote_closed' }, to: { person: bob, channelId: 'C0OVEN' } },
      // answered outside Slack: told where the card is
      { topic: { type: 'vote_closed' }, to: { person: carol, channelId: 'C0OVEN' } },
    ]);
  });
});

describe('an answer of a person who may not decide', () => {
  test('is refused, and the refusal is history', () => {
    const outcome = card(asked()).when(castVote({ by: dave }));

    expect(outcome.refuses).toBe('not_an_approver');
    expect(outcome.events).toEqual([{ type: 'vote_refused', at: now, by: dave, code: 'not_an_approver' }]);
    expect(outcome.approval.votes).toEqual([]);
  });

  test('the card of the channel is asked for where its members may decide', () => {
    const members = under({ approvers: [channelMembers()] });
    const elsewhere = { channelId: 'C0ELSEWHERE', messageTs: '1.1', isEphemeral: false };

    expect(card(members).when(castVote({ seen: elsewhere })).refuses).toBe('use_the_card');
    expect(card(members).when(castVote({ seen: null })).refuses).toBe('use_the_card');
    expect(card(members).when(castVote()).refuses).toBeNull();
  });

  test('and named, where one stands', () => {
    const members = under({ approvers: [channelMembers()] });

    expect(card(members).when(castVote({ seen: null })).explains).toContain('use the card in <#C0OVEN>');
    expect(given(members).when(castVote({ seen: null })).explains).toContain('use the card in its channel');
  });
});

describe('facts that are not cached', () => {
  test('the answer is stored to be checked, and counts for nothing yet', () => {
    const outcome = card(onCall).when(castVote({ voteId: 'vote-7', actionTs: '7.1', facts: noFacts, now: now + 5 }));

    expect(outcome.refuses).toBeNull();
    expect(outcome.events).toEqual([
      {
        type: 'vote_received',
        at: now + 5,
        vote: {
          voteId: 'vote-7',
          by: alice,
          answer: 'approve',
          choice: null,
          stage: null,
          reasonRef: null,
          votedAt: now + 5,
          via: 'button',
          onCard: true,
          channelId: 'C0OVEN',
          nextAt: now + 5,
          attemptCount: 0,
        },
      },
      { type: 'acted', at: now + 5, userId: 'U0ALICE', actionTs: '7.1' },
    ]);
    expect(outcome.approval).toMatchObject({ status: 'pending', votes: [] });
    expect(outcome.owedAt(now + 5)[0]).toEqual({ type: 'check_vote', voteId: 'vote-7' });
  });

  test('an answer from outside Slack is checked as well, and answered privately', () => {
    const outcome = card(onCall).when(castVote({ seen: null, facts: noFacts }));

    expect(outcome.approval.work.unchecked).toMatchObject([{ onCard: false, channelId: null }]);
  });

  test('twenty wait at a time', () => {
    const waiting = (count: number) =>
      Array.from({ length: count }, (_, index) => received(person(`U0NUMBER${index}`), { voteId: `vote ${index}` }));

    expect(card(onCall, ...waiting(19)).when(castVote({ facts: noFacts })).types).toEqual(['vote_received']);
    expect(card(onCall, ...waiting(20)).when(castVote({ facts: noFacts })).refuses).toBe(
      'too_many_answers_being_checked',
    );
    expect(card(onCall, ...waiting(20)).when(castVote({ facts: group(true) })).refuses).toBeNull();
  });

  test('the home team is a fact that the click brings along', () => {
    const facts = { groups: { S0ONCALL: true }, person: null, outsider: null };
    const stranger = person('U0ALICE', 'T0STRANGE');

    expect(card(onCall, installed).when(castVote({ facts })).types).toEqual(['voted', 'decided']);
    expect(card(onCall).when(castVote({ facts })).types).toEqual(['voted', 'decided']);
    expect(card(onCall, installed).when(castVote({ facts, by: stranger })).refuses).toBe('outsider');
    expect(card(onCall, installed).when(castVote({ facts, by: person('U0ALICE', null) })).types).toEqual([
      'vote_received',
    ]);
  });

  test('what was looked up outweighs the home team', () => {
    const facts = { ...group(true), outsider: false };

    const outcome = card(onCall, installed).when(castVote({ facts, by: person('U0ALICE', 'T0SISTER') }));

    expect(outcome.refuses).toBeNull();
  });
});

describe('the same answer again', () => {
  const once = castVote({ actionTs: '1767261600.000200' });
  const twoNeeded = card(under({ quorum: { approve: 2, reject: 2 } }));

  test.each([
    ['the same click', '1767261600.000200'],
    ['an older click', '1767261600.000100'],
    ['a click that is older by digits, not by letters', '999999999.000000'],
  ])('%s is a repeat', (_, actionTs) => {
    const outcome = twoNeeded.when(once).when({ ...once, actionTs, now: now + 1 });

    expect(outcome.refuses).toBe('repeat');
    expect(outcome.events).toEqual([]);
  });

  test('a newer click is told that the answer is in', () => {
    const outcome = twoNeeded.when(once).when({ ...once, actionTs: '1767261600.000201' });

    expect(outcome.refuses).toBe('already_voted');
  });

  test('stays a repeat when the answer is decided, still being checked, or void', () => {
    const unchecked = card(onCall).when({ ...once, facts: noFacts });
    const amended = twoNeeded.when(once).when(amend());

    expect(card(asked()).when(once).when(once).refuses).toBe('repeat');
    expect(unchecked.when({ ...once, facts: noFacts }).refuses).toBe('repeat');
    expect(amended.when({ ...once, digest: 'sha256:two' }).refuses).toBe('repeat');
  });

  test('belongs to one person', () => {
    const outcome = twoNeeded.when(once).when({ ...once, by: bob });

    expect(outcome.refuses).toBeNull();
  });

  test('of a vote without a stamp is no repeat', () => {
    const unstamped = castVote();

    expect(twoNeeded.when(unstamped).when(unstamped).refuses).toBe('already_voted');
  });

  test('after a refusal is a new answer: it stored nothing', () => {
    const refused = card(asked()).when(castVote({ by: dave, actionTs: '5.5' }));

    expect(refused.when(castVote({ by: dave, actionTs: '5.5' })).refuses).toBe('not_an_approver');
  });

  test('the newest stamp of a person is the one that is kept', () => {
    const before = card(onCall, received(alice, { voteId: 'vote-1' }), {
      type: 'acted',
      at: now,
      userId: 'U0ALICE',
      actionTs: '1.1',
    });
    const again = before
      .when(checkVote({ voteId: 'vote-1', facts: group(false) }))
      .when(castVote({ actionTs: '2.2', facts: noFacts }));

    expect(again.approval.work.lastActions).toEqual([['U0ALICE', '2.2']]);
  });
});

describe('from another installation', () => {
  const at = (appId: string | null, teamId: string | null, enterpriseId: string | null = null) => ({
    appId,
    teamId,
    enterpriseId,
  });

  test.each([
    ['another workspace', at('A1', 'T1'), at('A1', 'T2')],
    ['another app', at('A1', 'T1'), at('A2', 'T1')],
    ['another app, where only the app is known', at('A1', null), at('A2', 'T1')],
    ['another organisation', at('A1', null, 'E1'), at('A1', null, 'E2')],
    ['neither workspace nor organisation told', at('A1', 'T1', 'E1'), at('A1', null)],
    ['another workspace of no organisation', at('A1', 'T1', 'E1'), at('A1', 'T2')],
  ])('%s: there is no such approval', (_, installation, from) => {
    const outcome = card(asked(), { type: 'installed', at: now, installation }).when(castVote({ installation: from }));

    expect(outcome.refuses).toBe('not_found');
    expect(outcome.events).toEqual([]);
  });

  test.each([
    ['the same workspace', at('A1', 'T1'), at('A1', 'T1')],
    ['the same workspace, the app unknown', at(null, 'T1'), at('A1', 'T1')],
    ['the same workspace, the app not told', at('A1', 'T1'), at(null, 'T1')],
    ['the same organisation', at('A1', 'T1', 'E1'), at('A1', null, 'E1')],
    ['only the app known, and it is this one', at('A1', null), at('A1', 'T1')],
    ['no interaction of Slack', at('A1', 'T1'), null],
  ])('%s is no other one', (_, installation, from) => {
    const outcome = card(asked(), { type: 'installed', at: now, installation }).when(castVote({ installation: from }));

    expect(outcome.refuses).toBeNull();
  });

  test('is not told from a record that knows no installation yet', () => {
    expect(card(asked()).when(castVote({ installation: at('A9', 'T9') })).refuses).toBeNull();
  });
});

describe('what was seen', () => {
  test('another digest is refused and counts for nothing', () => {
    const outcome = card(asked()).when(castVote({ digest: 'sha256:forged' }));

    expect(outcome.refuses).toBe('revision_changed');
    expect(outcome.events).toEqual([]);
  });

  test('after an amendment the former digest is refused and the new one counts', () => {
    const amended = card(asked()).when(amend());

    expect(amended.when(castVote()).refuses).toBe('revision_changed');
    expect(amended.when(castVote({ digest: 'sha256:two' })).approval.status).toBe('approved');
  });
});

describe('a reason', () => {
  test.each([
    ['none', 'reason-1', null],
    ['optional', 'reason-1', 'reason-1'],
    ['optional', null, null],
    ['required', 'reason-1', 'reason-1'],
  ] as const)('%s, given %s: stored %s', (rule, reasonRef, stored) => {
    const outcome = card(under({ reason: { approve: rule, reject: 'none' } })).when(castVote({ reasonRef }));

    expect(outcome.approval).toMatchObject({ votes: [{ reasonRef: stored }], decision: { reasonRef: stored } });
  });

  test('required and not given is refused', () => {
    const needsReason = card(under({ reason: { approve: 'none', reject: 'required' } }));

    expect(needsReason.when(castVote({ answer: 'reject' })).refuses).toBe('reason_required');
    expect(needsReason.when(castVote({ answer: 'approve' })).refuses).toBeNull();
  });

  test.each([
    ['none', null],
    ['optional', 'reason-1'],
  ] as const)('%s, while the answer is checked: stored %s', (rule, stored) => {
    const policy = { approvers: [usergroup('S0ONCALL')], reason: { approve: rule, reject: rule } };

    const outcome = card(under(policy)).when(castVote({ facts: noFacts, reasonRef: 'reason-1' }));

    expect(outcome.approval.work.unchecked).toMatchObject([{ reasonRef: stored }]);
  });
});

describe('one person, one answer', () => {
  const twoNeeded = under({ quorum: { approve: 2, reject: 2 } });

  test('the same one again is told that it is in', () => {
    const outcome = card(twoNeeded, voted(alice)).when(castVote());

    expect(outcome.refuses).toBe('already_voted');
    expect(outcome.events).toEqual([]);
  });

  test('also from another workspace', () => {
    const outcome = card(twoNeeded, voted(alice)).when(castVote({ by: person('U0ALICE', 'T0OTHER') }));

    expect(outcome.refuses).toBe('already_voted');
  });
});

describe('a hundred answers', () => {
  const many = under({ approvers: [anyone()], quorum: { approve: 100, reject: 100 } });
  const votes = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      voted(person(`U0NUMBER${index}`), { answer: index % 2 ? 'approve' : 'reject' }),
    );

  test('the hundredth counts', () => {
    expect(card(many, ...votes(99)).when(castVote()).refuses).toBeNull();
  });

  test('are all that an approval takes, those being checked included', () => {
    expect(card(many, ...votes(100)).when(castVote()).refuses).toBe('too_many_votes');
    expect(card(many, ...votes(99), received(bob)).when(castVote()).refuses).toBe('too_many_votes');
  });
});

describe('the time to answer', () => {
  const expiresAt = now + 30 * minute;

  test('one millisecond before, the answer counts', () => {
    expect(card(asked()).when(castVote({ now: expiresAt - 1 })).approval.status).toBe('approved');
  });

  test.each([0, 1])('at the instant and after it (+%i ms) the click expires the approval and is refused', (late) => {
    const outcome = card(asked()).when(castVote({ now: expiresAt + late }));

    expect(outcome.types).toEqual(['decided']);
    expect(outcome.refuses).toBe('expired');
    expect(outcome.approval.status).toBe('expired');
  });

  test.each([
    ['reject', 'rejected'],
    ['approve', 'approved'],
  ] as const)('where expiry means to %s, the late click is told that it was %s', (onExpiry, status) => {
    const outcome = card(under({ schedule: aSchedule({ onExpiry }) })).when(castVote({ now: expiresAt }));

    expect(outcome.approval.status).toBe(status);
    expect(outcome.refuses).toBe('already_decided');
  });

  test('a late answer is refused while those cast in time are still being checked', () => {
    const outcome = card(onCall, received(bob, { votedAt: expiresAt - 1 })).when(castVote({ now: expiresAt }));

    expect(outcome.refuses).toBe('expired');
    expect(outcome.events).toEqual([]);
    expect(outcome.approval.status).toBe('pending');
  });

  test('never ends where it is spelled out', () => {
    const forever = card(under({ schedule: aSchedule({ expiresInMs: null }) }));

    expect(forever.when(castVote({ now: now + 1e12 })).approval.status).toBe('approved');
  });

  test('an escalation that is due comes first: its approvers may answer', () => {
    const escalate = [{ afterMs: 5 * minute, approvers: [user('U0DAVE')], channels: [] }];
    const before = card(under({ schedule: aSchedule({ escalate }) }));

    expect(before.when(castVote({ by: dave, now: now + 5 * minute - 1 })).refuses).toBe('not_an_approver');
    expect(before.when(castVote({ by: dave, now: now + 5 * minute })).types).toEqual(['escalated', 'voted', 'decided']);
  });
});

describe('when it is decided', () => {
  test.each([
    ['approved', decided(), 'already_decided'],
    ['rejected', decided({ outcome: 'rejected' }), 'already_decided'],
    ['expired', decided({ outcome: 'expired', cause: 'expiry', by: [] }), 'expired'],
    ['rejected by expiry', decided({ outcome: 'rejected', cause: 'expiry', by: [] }), 'already_decided'],
    ['withdrawn', withdrawn(), 'withdrawn'],
  ] as const)('%s: the click is refused and changes nothing', (_, decision, code) => {
    const outcome = card(asked(), decision).when(castVote({ by: bob }));

    expect(outcome.refuses).toBe(code);
    expect(outcome.events).toEqual([]);
  });
});

describe('a message that the record does not know', () => {
  const seen = { channelId: 'C0OVEN', messageTs: '200.2', isEphemeral: false };
  const twoNeeded = under({ quorum: { approve: 2, reject: 2 } });

  test('ends the waiting of a post: the copy is taught and synced', () => {
    const waiting = given(twoNeeded, {
      type: 'copy_changed',
      at: now,
      copyId: 1,
      change: { unknownPosts: 1, attemptCount: 2, failingSince: now, nextAt: now + minute },
    });

    const outcome = waiting.when(castVote({ seen, by: dave }));

    expect(outcome.types).toEqual(['copy_changed', 'vote_refused']);
    expect(outcome.approval.work.copies).toMatchObject([
      { copyId: 1, ts: '200.2', state: 'live', unknownPosts: 0, attemptCount: 0, failingSince: null },
    ]);
    expect(outcome.owedAt(now)).toEqual([{ type: 'sync', copyId: 1 }]);
  });

  test('becomes one more copy where all posts are known, and is kept in step', () => {
    const outcome = given(twoNeeded, posted()).when(castVote({ seen }));

    expect(outcome.types).toEqual(['copy_added', 'voted']);
    expect(outcome.approval.work.copies[1]).toMatchObject({ copyId: 2, channelId: 'C0OVEN', ts: '200.2' });
    expect(outcome.owedAt(now)).toContainEqual({ type: 'sync', copyId: 2 });
  });

  test('is learned from a refused person, too', () => {
    const outcome = given(twoNeeded, posted()).when(castVote({ seen, by: dave }));

    expect(outcome.types).toEqual(['copy_added', 'vote_refused']);
    expect(outcome.refuses).toBe('not_an_approver');
  });

  test('is learned after the decision as well, so that it shows it', () => {
    const outcome = given(asked(), posted(), decided()).when(castVote({ seen }));

    expect(outcome.refuses).toBe('already_decided');
    expect(outcome.types).toEqual(['copy_added']);
    expect(outcome.owedAt(now)).toContainEqual({ type: 'sync', copyId: 2 });
  });

  test('is learned from the late click that expires the approval while its post is waiting', () => {
    const outcome = given(asked()).when(castVote({ seen, now: now + 30 * minute }));

    expect(outcome.types).toEqual(['copy_changed', 'decided']);
    expect(outcome.owedAt(now + 30 * minute)).toContainEqual({ type: 'sync', copyId: 1 });
  });

  test.each([
    ['an ephemeral one', { ...seen, isEphemeral: true }, 'sha256:one'],
    ['one of a channel it was not posted to', { ...seen, channelId: 'C0ELSEWHERE' }, 'sha256:one'],
    ['one with another digest', seen, 'sha256:forged'],
    ['one that is known', { ...seen, messageTs: '100.1' }, 'sha256:one'],
    ['none at all', null, 'sha256:one'],
  ])('%s is not learned', (_, message, digest) => {
    const outcome = given(twoNeeded, posted()).when(castVote({ seen: message, digest }));

    expect(outcome.types).not.toContain('copy_added');
    expect(outcome.approval.work.copies).toHaveLength(1);
  });

  test('of the same number in another channel is another message', () => {
    const channels = ['C0OVEN', 'C0OTHER'];
    const before = given(asked({ channels }), posted(), posted({ copyId: 2, channelId: 'C0OTHER', ts: '200.2' }));

    expect(before.when(castVote({ seen, by: dave })).types).toEqual(['copy_added', 'vote_refused']);
  });

  test('is not learned beyond twenty copies', () => {
    const channels = Array.from({ length: 20 }, (_, index) => (index === 0 ? 'C0OVEN' : `C0NUMBER${index}`));

    expect(given(asked({ channels }), posted()).when(castVote({ seen, by: dave })).types).toEqual(['vote_refused']);
  });
});

describe('members of the channel', () => {
  const members = aPolicy({ approvers: [channelMembers()] });
  const at = (channelId: string) => ({ channelId, messageTs: '100.1', isEphemeral: false });

  test.each([
    ['a card in a channel', 'C0OVEN', 'C0OVEN', null],
    ['a card in a private channel', 'G0OVEN', 'G0OVEN', null],
    ['a card in a direct message', 'U0ALICE', 'D0ALICE', 'use_the_card'],
    ['a card asked for in a direct message by its channel', 'D0ALICE', 'D0ALICE', 'use_the_card'],
  ])('%s', (_, place, channelId, refuses) => {
    const there = given(asked({ policy: members, channels: [place] }), installed, posted({ channelId }));

    expect(there.when(castVote({ by: alice, seen: at(channelId), facts: insider() })).refuses).toBe(refuses);
  });

  test('a card in a thread of their channel', () => {
    const there = given(asked({ policy: members, places: [thread('C0OVEN', '50.5')] }), installed, posted());

    expect(there.when(castVote({ by: alice, seen: at('C0OVEN'), facts: insider() })).refuses).toBeNull();
    expect(there.when(castVote({ by: alice, seen: at('C0ELSE'), facts: insider() })).refuses).toBe('use_the_card');
  });
});

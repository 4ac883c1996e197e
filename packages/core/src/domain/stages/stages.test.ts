import { describe, expect, test } from 'vitest';
import type { Approval } from '../model/approval.js';
import { noFacts, type StagePolicy } from '../model/policy.js';
import { placesOfStage } from '../model/stage.js';
import { mayVote } from '../policy/may-vote.js';
import { mentionsOfPost, mentionsOfReminder, mentionsOfStage } from '../policy/mentions.js';
import { channelMembers, user, usergroup } from '../policy/rules.js';
import { stillNeeded } from '../policy/still-needed.js';
import { amend, castVote, checkVote, takeBack, tick } from '../testing/commands.js';
import { given, type Situation } from '../testing/given.js';
import {
  alice,
  aPolicy,
  aSchedule,
  aStage,
  aStagedPolicy,
  asked,
  bob,
  carol,
  decided,
  hour,
  insider,
  minute,
  now,
  posted,
  received,
  second,
  stageBegun,
  voted,
} from '../testing/world.js';
import { escalatesAt, scheduledAt } from '../time/schedule.js';

const ops = (change: Partial<StagePolicy> = {}) =>
  aStage({ name: 'Operations', approvers: [user('U0BOB'), user('U0CAROL')], ...change });
const staged = (first: Partial<StagePolicy> = {}, second: Partial<StagePolicy> = {}, schedule = aSchedule()) =>
  asked({ policy: aStagedPolicy({ stages: [aStage(first), ops(second)], schedule }) });
const first = given(staged(), posted());
const inSecond = first.after(voted(alice, { stage: 'Security' }), stageBegun());
const answersOf = ({ votes }: Approval) => votes.map(({ by, stage }) => `${by.userId} in ${stage}`);

describe('the first stage', () => {
  test('begins with the question', () => {
    expect(first.approval).toMatchObject({ stage: { number: 1, beganAt: now }, escalationLevel: 0 });
  });

  test('is decided by its own people alone', () => {
    expect(first.when(castVote({ by: carol })).refuses).toBe('stage_not_begun');
    expect(first.when(castVote()).refuses).toBeNull();
  });

  test('begins the next one when it is approved, and its votes say which stage they count in', () => {
    const outcome = first.when(castVote({ now: now + second }));

    expect(outcome.types).toEqual(['voted', 'stage_begun', 'notice_owed']);
    expect(outcome.events[1]).toEqual({
      ...{ type: 'stage_begun', at: now + second, number: 2, name: 'Operations', channels: [] },
    });
    expect(outcome.approval).toMatchObject({ status: 'pending', stage: { number: 2, beganAt: now + second } });
    expect(answersOf(outcome.approval)).toEqual(['U0ALICE in Security']);
  });

  test('waits for its quorum', () => {
    expect(given(staged({ quorum: 2 }), posted()).when(castVote()).types).toEqual(['voted']);
  });

  test('ends the question if one person rejects', () => {
    const outcome = first.when(castVote({ answer: 'reject' }));

    expect(outcome.approval).toMatchObject({ status: 'rejected', decision: { by: [alice] } });
  });

  test('lets its voters change their answer and take it back', () => {
    const two = given(staged({ quorum: 2 }), posted(), voted(alice, { stage: 'Security' }));

    expect(two.when(castVote({ answer: 'reject' })).approval.status).toBe('rejected');
    expect(two.when(takeBack()).types).toEqual(['vote_changed', 'vote_taken_back']);
    expect(two.when(takeBack()).approval.votes).toEqual([]);
    expect(two.when(castVote()).refuses).toBe('already_voted');
  });

  test('closes what was still being checked for it, and tells those people', () => {
    const asking = given(staged({ approvers: [usergroup('S0SEC'), user('U0ALICE')] }), posted(), received(bob));

    const outcome = asking.when(castVote({ now: now + second }));

    expect(outcome.types).toEqual(['voted', 'stage_begun', 'notice_owed', 'notice_owed']);
    expect(outcome.approval.work).toMatchObject({ unchecked: [], showCheckingAt: null });
    expect(outcome.approval.work.notices[0]).toMatchObject({ to: { person: bob }, topic: { type: 'stage_closed' } });
    expect(outcome.when(checkVote({ voteId: 'vote of U0BOB', facts: insider({ S0SEC: true }) })).events).toEqual([]);
  });

  test('waits for an older rejection that is being checked', () => {
    const sec = staged({ approvers: [usergroup('S0SEC'), user('U0ALICE')] });
    const rejecting = given(sec, posted(), received(bob, { answer: 'reject', stage: 'Security' }));

    const held = rejecting.when(castVote({ now: now + second }));

    expect(held.types).toEqual(['voted']);
    const check = (isMember: boolean) =>
      checkVote({ voteId: 'vote of U0BOB', now: now + second, facts: insider({ S0SEC: isMember }) });
    expect(held.when(check(true)).approval).toMatchObject({ status: 'rejected', decision: { by: [bob] } });
    expect(held.when(check(false)).approval).toMatchObject({ status: 'pending', stage: { number: 2 } });
  });
});

describe('the next stage', () => {
  test('decides the question when it is the last, by the people of all', () => {
    const outcome = inSecond.when(castVote({ by: carol, now: now + second }));

    expect(outcome.types).toEqual(['voted', 'decided']);
    expect(outcome.approval).toMatchObject({ status: 'approved', decision: { by: [alice, carol] } });
    expect(answersOf(outcome.approval)).toEqual(['U0ALICE in Security', 'U0CAROL in Operations']);
  });

  test('rejects alone, whatever was approved before', () => {
    const outcome = inSecond.when(castVote({ by: bob, answer: 'reject' }));

    expect(outcome.approval).toMatchObject({ status: 'rejected', decision: { by: [bob] } });
  });

  test('refuses the people of one that is over', () => {
    const bothNamed = given(staged({ approvers: [user('U0ALICE'), user('U0DAVE')] }), posted());
    const dave = { ...alice, userId: 'U0DAVE' };

    const outcome = bothNamed.after(voted(alice, { stage: 'Security' }), stageBegun()).when(castVote({ by: dave }));

    expect(outcome.refuses).toBe('stage_over');
  });

  test('counts no person who counts in another one', () => {
    const asBob = first.after(voted(bob, { stage: 'Security' }), stageBegun());

    const outcome = asBob.when(castVote({ by: bob }));

    expect(outcome.refuses).toBe('already_voted');
    expect(outcome.explains).toContain('one stage only');
    expect(asBob.when(castVote({ by: bob, answer: 'reject' })).refuses).toBe('already_voted');
    expect(stillNeeded(asBob.approval)).toEqual({ groups: [], count: 1, rules: [user('U0CAROL')] });
  });

  test('lets nobody take back a vote of one that is over', () => {
    expect(inSecond.when(takeBack()).refuses).toBe('no_vote');
  });

  test.each([
    ['the first', 1, 'stage_changed'],
    ['its own', 2, null],
    ['no stage', undefined, null],
  ])('takes an approval from a card that showed %s', (_, seenStage, refuses) => {
    const vote = castVote({ by: bob, ...(seenStage === undefined ? {} : { seenStage }) });

    expect(inSecond.when(vote).refuses).toBe(refuses);
  });

  test('tells a person who voted in the stage before so, whatever the card shows', () => {
    expect(inSecond.when(castVote({ seenStage: 1 })).refuses).toBe('already_voted');
  });

  test('takes a rejection from a card of the stage before: what is rejected is the question', () => {
    expect(inSecond.when(castVote({ by: bob, answer: 'reject', seenStage: 1 })).approval.status).toBe('rejected');
  });

  test('stores the stage of a vote that has to be checked', () => {
    const group = given(staged({}, { approvers: [usergroup('S0OPS')] }), posted());
    const second = group.after(voted(alice, { stage: 'Security' }), stageBegun());

    const waiting = second.when(castVote({ by: bob, facts: noFacts }));

    expect(waiting.approval.work.unchecked).toMatchObject([{ by: bob, stage: 'Operations', onCard: true }]);
    const outcome = waiting.when(checkVote({ voteId: 'vote-1', facts: insider({ S0OPS: true }) }));
    expect(outcome.approval).toMatchObject({ status: 'approved', decision: { by: [alice, bob] } });
  });

  test('begins only in its turn', () => {
    expect(first.after(stageBegun({ number: 3 })).approval).toBe(first.approval);
    expect(inSecond.after(stageBegun({ number: 3 })).approval).toBe(inSecond.approval);
    const plain = given(asked());
    expect(plain.after(stageBegun({ number: 1 })).approval).toBe(plain.approval);
    const over = inSecond.after(decided());
    expect(over.after(stageBegun()).approval).toBe(over.approval);
  });
});

describe('a person whom a refusal tells who decides now', () => {
  test.each([
    ['an approver of neither', castVote({ by: { ...alice, userId: 'U0ERIN' } }), 'not_an_approver', 'stage 1'],
    ['one of a later stage', castVote({ by: carol }), 'stage_not_begun', 'later stage'],
  ])('%s', (_, vote, code, words) => {
    const outcome = first.when(vote);

    expect(outcome.refuses).toBe(code);
    expect(outcome.explains).toContain(words);
    expect(outcome.types).toEqual(['vote_refused']);
  });
});

test('without a stage that is told, the first one decides', () => {
  const { stage: _, ...subject } = first.approval;
  const by = (userId: string) => ({ person: { ...alice, userId }, answer: 'approve', onCard: true }) as const;

  expect(mayVote(subject, by('U0ALICE'), insider())).toMatchObject({ answer: 'allowed' });
  expect(mayVote(subject, by('U0CAROL'), insider())).toMatchObject({ code: 'stage_not_begun' });
});

describe('the time of a stage', () => {
  const expiresIn = (ms: number) => given(staged({ expiresInMs: ms }, { expiresInMs: 10 * minute }), posted());

  test('counts from its beginning', () => {
    const before = expiresIn(5 * minute);
    const after = before.when(castVote({ now: now + 4 * minute }));

    expect(before.approval.expiresAt).toBe(now + 5 * minute);
    expect(after.approval.expiresAt).toBe(now + 14 * minute);
    expect(scheduledAt(after.approval)).toBe(now + 14 * minute);
  });

  test('never goes past that of the question', () => {
    expect(expiresIn(hour).approval.expiresAt).toBe(now + 30 * minute);
    expect(expiresIn(hour).when(castVote({ now: now + 25 * minute })).approval.expiresAt).toBe(now + 30 * minute);
  });

  test('may be all there is', () => {
    const never = given(staged({ expiresInMs: minute }, {}, aSchedule({ expiresInMs: null })), posted());

    expect(never.approval.expiresAt).toBe(now + minute);
    expect(never.when(castVote()).approval.expiresAt).toBeNull();
  });

  test.each(['expire', 'reject'] as const)('ends the whole question: %s', (onExpiry) => {
    const short = given(staged({ expiresInMs: minute }, {}, aSchedule({ onExpiry })), posted());

    expect(short.when(tick(now + minute)).approval.status).toBe(onExpiry === 'reject' ? 'rejected' : 'expired');
  });
});

describe('the escalation and the reminders of a stage', () => {
  const lead = { afterMs: 5 * minute, approvers: [user('U0LEAD')], channels: ['C0LEADS'] };
  const escalating = given(
    staged({ escalate: [lead] }, { escalate: [lead] }, aSchedule({ remindEveryMs: 10 * minute })),
    posted(),
  );
  const byLead = castVote({ by: { ...alice, userId: 'U0LEAD' }, now: now + 6 * minute });

  test('count from its beginning', () => {
    const second = escalating.when(castVote({ now: now + 3 * minute }));

    expect(escalatesAt(escalating.approval)).toBe(now + 5 * minute);
    expect(escalatesAt(second.approval)).toBe(now + 8 * minute);
    expect(second.approval.remindAt).toBe(now + 13 * minute);
  });

  test('begin again with each', () => {
    const escalated = escalating.when(tick(now + 5 * minute));
    const second = escalated.when(castVote({ now: now + 6 * minute }));

    expect(escalated.approval).toMatchObject({ escalationLevel: 1, work: { copies: [{}, { level: 1, stage: 1 }] } });
    expect(escalated.when(byLead).refuses).toBeNull();
    expect(second.approval.escalationLevel).toBe(0);
    expect(second.when(byLead).refuses).toBe('not_an_approver');
    expect(second.when(tick(now + 11 * minute)).types).toContain('escalated');
  });

  test('remind in the threads of its cards, if it has one', () => {
    const own = staged({}, { channels: ['C0OPS'] }, aSchedule({ remindEveryMs: 10 * minute }));
    const second = given(own, posted()).when(castVote());
    const shown = second.after(posted({ copyId: 2, channelId: 'C0OPS', ts: '200.2' }));
    const threads = (one: Situation) =>
      one.when(tick(now + 10 * minute)).approval.work.notices.map(({ to }) => to.type === 'thread' && to.channelId);

    expect(threads(shown)).toEqual(['C0OPS']);
    expect(threads(second)).toEqual(['C0OVEN']);
    expect(mentionsOfReminder(shown.approval)).toEqual({ people: ['U0BOB', 'U0CAROL'], groups: [] });
  });
});

describe('the cards and mentions of a stage', () => {
  const placed = given(staged({}, { channels: ['C0OPS'] }), posted());

  test('a card in its own place is posted when it begins', () => {
    const second = placed.when(castVote());

    expect(placed.approval.work.copies.map(({ channelId }) => channelId)).toEqual(['C0OVEN']);
    expect(second.types).toEqual(['voted', 'stage_begun']);
    expect(second.approval.work.copies).toMatchObject([{ wanted: 3 }, { channelId: 'C0OPS', stage: 2, ts: null }]);
    expect(placesOfStage(ops({ channels: ['U0BOB'] }))).toEqual([user('U0BOB')]);
  });

  test('its post mentions its people, and no stage before or after it does', () => {
    const second = placed.when(castVote()).approval;
    const [asked, own] = second.work.copies;
    if (asked === undefined || own === undefined) throw new Error('two copies');

    expect(mentionsOfPost(second, own)).toEqual({ people: ['U0BOB', 'U0CAROL'], groups: [] });
    expect(mentionsOfPost(second, { ...own, stage: 1 })).toEqual({ people: [], groups: [] });
    expect(mentionsOfPost(second, { ...asked, mentioned: false, ts: null })).toEqual({ people: [], groups: [] });
    expect(mentionsOfPost({ ...second, policy: { ...second.policy, mention: 'nobody' } }, own).people).toEqual([]);
  });

  test('a first stage with a place is shown there from the beginning, and mentioned there alone', () => {
    const both = given(staged({ channels: ['C0SEC'] })).approval;
    const [asked, own] = both.work.copies;
    if (asked === undefined || own === undefined) throw new Error('two copies');

    expect(both.work.copies).toMatchObject([{ channelId: 'C0OVEN' }, { channelId: 'C0SEC', stage: 1 }]);
    expect(mentionsOfPost(both, asked).people).toEqual([]);
    expect(mentionsOfPost(both, own).people).toEqual(['U0ALICE', 'U0BOB']);
  });

  test('without one, its people are told in the thread of the card', () => {
    const second = first.when(castVote());

    expect(second.approval.work.notices).toMatchObject([
      {
        to: { type: 'thread', channelId: 'C0OVEN', ts: '100.1' },
        topic: { type: 'stage_begun', stage: 2, mentions: true },
      },
    ]);
    expect(mentionsOfStage(second.approval)).toEqual({ people: ['U0BOB', 'U0CAROL'], groups: [] });
    const quiet = { ...second.approval, policy: { ...second.approval.policy, mention: 'nobody' as const } };
    expect(mentionsOfStage(quiet).people).toEqual([]);
  });

  test('so they are in a place that has a card already', () => {
    const same = given(staged({}, { channels: ['C0OVEN'] }), posted()).when(castVote());

    expect(same.types).toEqual(['voted', 'stage_begun', 'notice_owed']);
    expect(same.approval.work.copies).toHaveLength(1);
  });

  test('a card that is not posted yet mentions the people of the stage that decides by then', () => {
    const second = given(staged()).when(castVote({ seen: null }));

    expect(second.types).toEqual(['voted', 'stage_begun']);
    const [copy] = second.approval.work.copies;
    if (copy === undefined) throw new Error('one copy');
    expect(mentionsOfPost(second.approval, copy).people).toEqual(['U0BOB', 'U0CAROL']);
  });

  test('no message of a stage is owed once the next one begins', () => {
    const three = aStagedPolicy({ stages: [aStage(), ops(), aStage({ name: 'Board', approvers: [user('U0DAVE')] })] });
    const second = given(asked({ policy: three }), posted()).when(castVote());

    const third = second.when(castVote({ by: carol }));

    expect(third.approval.work.notices).toMatchObject([{ topic: { type: 'stage_begun', stage: 3 } }]);
  });

  test('members of a channel decide the stage whose card is there, and no other', () => {
    const members = { approvers: [channelMembers()] };
    const both = given(staged({ ...members, channels: ['C0SEC'] }, { ...members, channels: ['C0OPS'] }), posted());
    const shown = both.after(posted({ copyId: 2, channelId: 'C0SEC', ts: '200.2' }));
    const inSec = castVote({ seen: { channelId: 'C0SEC', messageTs: '200.2', isEphemeral: false } });

    const second = shown.when(inSec).after(posted({ copyId: 3, channelId: 'C0OPS', ts: '300.3' }));

    expect(shown.when(castVote()).refuses).toBe('use_the_card');
    expect(second.approval.stage?.number).toBe(2);
    expect(second.when({ ...inSec, by: bob }).explains).toContain('<#C0OPS>');
    const inOps = castVote({ by: bob, seen: { channelId: 'C0OPS', messageTs: '300.3', isEphemeral: false } });
    expect(second.when(inOps).approval.status).toBe('approved');
  });

  test('a stage without a place is decided on the card that was asked for, and not on that of another', () => {
    const members = given(staged({ channels: ['C0SEC'] }, { approvers: [channelMembers()] }), posted());
    const second = members
      .after(posted({ copyId: 2, channelId: 'C0SEC', ts: '200.2' }))
      .after(voted(alice, { stage: 'Security' }), stageBegun());
    const from = (channelId: string, messageTs: string) =>
      castVote({ by: bob, seen: { channelId, messageTs, isEphemeral: false } });

    expect(second.when(from('C0SEC', '200.2')).refuses).toBe('use_the_card');
    expect(second.when(from('C0OVEN', '100.1')).refuses).toBeNull();
  });
});

describe('an amendment', () => {
  test('begins the first stage again, with its time, and all votes become void', () => {
    const timed = given(staged({ expiresInMs: 5 * minute }), posted()).when(castVote());
    const policy = aStagedPolicy({ stages: [aStage({ expiresInMs: 5 * minute }), ops()] });

    const outcome = timed.when(amend({ now: now + minute, policy }));

    expect(outcome.approval).toMatchObject({
      ...{ stage: { number: 1, beganAt: now + minute }, votes: [], expiresAt: now + 6 * minute },
    });
    expect(outcome.when(castVote({ by: carol, digest: 'sha256:two', now: now + minute })).refuses).toBe(
      'stage_not_begun',
    );
  });

  test('between the stages takes no vote for what was seen before it', () => {
    const outcome = inSecond.when(amend({ policy: aStagedPolicy() })).when(castVote({ seenStage: 2 }));

    expect(outcome.refuses).toBe('revision_changed');
  });

  test('computes who decides again', () => {
    const policy = aStagedPolicy({ stages: [aStage({ approvers: [user('U0CAROL')], channels: ['C0SEC'] }), ops()] });

    const outcome = inSecond.when(amend({ policy }));

    expect(outcome.approval.work.copies).toMatchObject([{}, { channelId: 'C0SEC', stage: 1 }]);
    expect(outcome.when(castVote({ by: carol, digest: 'sha256:two' })).refuses).toBeNull();
  });

  test('may take the stages away, or bring them', () => {
    const without = given(staged({ expiresInMs: minute }), posted()).when(amend());
    expect(without.approval).not.toHaveProperty('stage');
    expect(without.approval.expiresAt).toBe(now + 30 * minute);

    const withStages = given(asked(), posted()).when(amend({ policy: aStagedPolicy() }));
    expect(withStages.approval.stage).toEqual({ number: 1, beganAt: now });
    expect(given(asked(), posted()).when(amend()).approval).not.toHaveProperty('stage');
    expect(aPolicy()).not.toHaveProperty('stages');
  });
});

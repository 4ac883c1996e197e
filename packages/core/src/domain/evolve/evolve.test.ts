import { describe, expect, test } from 'vitest';
import { decide } from '../decide/decide.js';
import { decideByVotes } from '../decide/end-approval.js';
import type { Command } from '../model/commands.js';
import type { ApprovalEvent, HistoryEvent } from '../model/events.js';
import { isHistoryEvent } from '../model/events.js';
import { given } from '../testing/given.js';
import {
  alice,
  aPolicy,
  aRevision,
  aSchedule,
  asked,
  bob,
  dead,
  decided,
  delivered,
  erased,
  here,
  hour,
  installed,
  minute,
  now,
  person,
  posted,
  received,
  redelivered,
  voted,
  withdrawn,
} from '../testing/world.js';
import { evolve, evolveAll } from './evolve.js';
import { evolveHistory } from './evolve-history.js';

const later = now + hour;
const amended: ApprovalEvent = {
  type: 'amended',
  at: later,
  by: 'alertmanager',
  revision: aRevision({ number: 2 }),
  policy: aPolicy(),
  steps: [],
};
const escalated = (level: number): ApprovalEvent => ({ type: 'escalated', at: later, level, channels: ['C0LEADS'] });
const reminded: ApprovalEvent = { type: 'reminded', at: later };
const progressed = (step: string): ApprovalEvent => ({
  type: 'progressed',
  at: later,
  step,
  state: 'done',
  detailRef: null,
});
const deferred: ApprovalEvent = {
  type: 'delivery_deferred',
  at: later,
  work: { attemptCount: 1, roundAttempts: 1, shortened: false, nextAt: later, lastReason: 'status 503' },
};
const takenBack: ApprovalEvent = { type: 'vote_taken_back', at: later, by: person('U0ALICE', 'T0OTHER') };
const checkingShown: ApprovalEvent = { type: 'checking_shown', at: later };
const elsewhere: ApprovalEvent = { type: 'installed', at: later, installation: { ...here, teamId: 'T0OTHER' } };
// as a newer release could have written it, which the type does not know
const fromTheFuture = (type: string) => JSON.parse(JSON.stringify({ type, at: later })) as ApprovalEvent;

describe('an event that does not fit leaves the approval as it is', () => {
  const pending = [asked(), posted(), installed];
  const approved = [...pending, decided()];

  test.each<readonly [before: string, events: readonly ApprovalEvent[], event: ApprovalEvent]>([
    ['pending', pending, asked({ id: 'other' })],
    ['pending', pending, delivered(later)],
    ['pending', pending, dead(later)],
    ['pending', pending, redelivered(later)],
    ['pending', pending, progressed('prep')],
    ['pending', pending, erased(later)],
    ['pending', pending, deferred],
    ['pending without reminders', pending, reminded],
    ['pending with nothing to check', pending, checkingShown],
    ['pending, of another installation', pending, elsewhere],
    ['pending, its first escalation to come', pending, escalated(2)],
    ['pending, without a vote of that person', [...pending, voted(bob)], takenBack],
    ['approved', approved, asked({ id: 'other' })],
    ['approved', approved, amended],
    ['approved', approved, voted(bob)],
    ['approved', [...pending, voted(alice), decided()], takenBack],
    ['approved', approved, received(bob)],
    ['approved', approved, escalated(1)],
    ['approved', approved, reminded],
    ['approved', approved, decided({ outcome: 'rejected', at: later })],
    ['approved', approved, withdrawn({ at: later })],
    ['approved', approved, redelivered(later)],
    ['approved', approved, progressed('no such step')],
    ['rejected', [...pending, decided({ outcome: 'rejected' })], progressed('prep')],
    ['delivered', [...approved, delivered()], delivered(later)],
    ['delivered', [...approved, delivered()], dead(later)],
    ['dead', [...approved, dead()], dead(later)],
    ['erased', [...approved, delivered(), erased()], erased(later)],
    ['pending, from a newer release', pending, fromTheFuture('delegated')],
    ['approved, from a newer release', approved, fromTheFuture('delegated')],
    ['pending, named like what every object has', pending, fromTheFuture('constructor')],
  ])('%s: $2.type', (_, events, event) => {
    const before = given(...events).approval;

    expect(evolve(before, event)).toBe(before);
  });

  test.each<ApprovalEvent>([
    { type: 'check_ended', at: later, voteId: 'none' },
    { type: 'check_deferred', at: later, voteId: 'none', nextAt: later },
    { type: 'copy_changed', at: later, copyId: 9, change: { state: 'gone' } },
    { type: 'notice_ended', at: later, noticeId: 9 },
    { type: 'notice_deferred', at: later, noticeId: 9, nextAt: later, channelId: null, attemptCount: 1 },
  ])('$type of something that does not exist', (event) => {
    const before = given(asked(), posted(), received(bob)).approval;

    expect(evolve(before, event)).toEqual(before);
  });

  test('a twenty-first copy', () => {
    const channels = Array.from({ length: 20 }, (_, index) => `C0NUMBER${index}`);
    const before = given(asked({ channels })).approval;

    expect(evolve(before, { type: 'copy_added', at: later, channelId: 'C0OVEN', ts: '1.1', shown: 0 })).toEqual(before);
  });

  test.each([pending, approved])('an entry of a history that a newer release wrote', (...events) => {
    const before = given(...events).approval;
    // as: past the check that sends unknown events elsewhere
    const entry = fromTheFuture('delegated') as HistoryEvent;

    expect(evolveHistory(before, entry)).toBe(before);
  });

  test('any event but `asked` without an approval', () => {
    const others = [voted(alice), decided(), delivered(), installed, fromTheFuture('delegated')];

    expect(others.map((event) => evolve(null, event))).toEqual(others.map(() => null));
    expect(evolveAll(null, [voted(alice), asked()])).toMatchObject({ status: 'pending', votes: [] });
  });

  test('and `given` requires `asked` first', () => {
    expect(() => given(voted(alice))).toThrow('asked');
  });
});

describe('one decision', () => {
  test.each([decided({ outcome: 'rejected', by: [bob], at: later }), withdrawn({ at: later })])(
    'is not changed by another one ($type)',
    (second) => {
      expect(given(asked(), decided(), second).approval).toMatchObject({
        status: 'approved',
        decision: { outcome: 'approved', decidedAt: now, by: [alice], cause: 'votes', withdrawnBy: null },
      });
    },
  );

  test('is not made twice', () => {
    const approved = given(asked(), voted(alice), decided()).approval;

    expect(decideByVotes(approved, later)).toEqual([]);
  });

  test.each([
    ['approved', decided(), 2],
    ['rejected', decided({ outcome: 'rejected' }), 0],
    ['expired', decided({ outcome: 'expired' }), 0],
    ['withdrawn', withdrawn(), 0],
  ])('%s has %3$i steps', (status, decision, steps) => {
    expect(given(asked(), decision).approval).toMatchObject({ status, progress: { length: steps }, erasedAt: null });
  });
});

describe('the history', () => {
  const history: readonly ApprovalEvent['type'][] = [
    ...(['asked', 'amended', 'voted', 'vote_refused', 'decided', 'withdrawn', 'escalated', 'reminded'] as const),
    ...(['delivered', 'delivery_dead', 'redelivered', 'progressed', 'card_failed', 'erased'] as const),
    ...(['card_healed', 'never_shown', 'edited'] as const),
  ];
  const work: readonly ApprovalEvent['type'][] = [
    ...(['vote_received', 'check_deferred', 'check_ended', 'checking_shown', 'acted', 'copy_changed'] as const),
    ...(['copy_added', 'notice_owed', 'notice_deferred', 'notice_ended', 'delivery_deferred'] as const),
    ...(['installed', 'context_replaced', 'key_released', 'set_aside'] as const),
  ];

  test.each(history)('%s is in it', (type) => {
    expect(isHistoryEvent(fromTheFuture(type))).toBe(true);
  });

  test.each([...work, 'constructor', 'toString'])('%s is not', (type) => {
    expect(isHistoryEvent(fromTheFuture(type))).toBe(false);
  });

  test.each<readonly [string, readonly ApprovalEvent[], ApprovalEvent]>([
    ['a refusal', [asked()], { type: 'vote_refused', at: later, by: bob, code: 'guest' }],
    ['a refusal after the decision', [asked(), decided()], { type: 'vote_refused', at: later, by: bob, code: 'guest' }],
    ['a card that failed', [asked()], { type: 'card_failed', at: later, channelId: 'C0OVEN', reason: 'is_archived' }],
    [
      'a card that failed after it',
      [asked(), decided()],
      { type: 'card_failed', at: later, channelId: 'C0OVEN', reason: 'is_archived' },
    ],
    ['a vote', [asked()], voted(alice, { votedAt: later })],
  ])('%s is the newest event', (_, before, event) => {
    expect(given(...before).approval.lastEventAt).toBe(now);
    expect(given(...before, event).approval.lastEventAt).toBe(later);
  });

  test('names the channels whose card failed', () => {
    const failed: ApprovalEvent = { type: 'card_failed', at: later, channelId: 'C0OVEN', reason: 'is_archived' };

    expect(given(asked(), failed, decided(), { ...failed, channelId: 'C0SECOND' }).approval.failedChannels).toEqual([
      'C0OVEN',
      'C0SECOND',
    ]);
  });

  test('counts reminders', () => {
    const policy = aPolicy({ schedule: aSchedule({ expiresInMs: null, remindEveryMs: 10 * minute }) });

    expect(given(asked({ policy }), reminded).approval).toMatchObject({
      reminderCount: 1,
      remindAt: now + 70 * minute,
    });
  });
});

describe('the newest action of each person in Slack', () => {
  test('is kept for 120 people', () => {
    const acted = Array.from(
      { length: 121 },
      (_, index): ApprovalEvent => ({
        type: 'acted',
        at: now,
        userId: `U0NUMBER${index}`,
        actionTs: `${index}.1`,
      }),
    );

    const { lastActions } = given(asked(), ...acted).approval.work;

    expect(lastActions).toHaveLength(120);
    expect(lastActions[0]).toEqual(['U0NUMBER1', '1.1']);
  });
});

describe('a command', () => {
  test('of an unknown type changes nothing', () => {
    // as an ill-typed caller could give it
    const command = JSON.parse(`{ "type": "delegate", "now": ${now} }`) as Command;

    expect(decide(command, given(asked()).approval)).toEqual({ events: [], refusal: null });
  });

  test('stores the installation once', () => {
    const first = given(asked()).when({ type: 'install', now, installation: here });

    expect(first.events).toEqual([installed]);
    expect(first.when({ type: 'install', now: later, installation: { ...here, teamId: 'T0OTHER' } }).events).toEqual(
      [],
    );
  });
});

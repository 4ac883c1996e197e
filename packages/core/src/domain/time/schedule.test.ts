import { describe, expect, test } from 'vitest';
import { threadAround } from '../model/copies.js';
import { thread } from '../model/place.js';
import type { EscalationStep, Schedule } from '../model/policy.js';
import { user } from '../policy/rules.js';
import { castVote, tick } from '../testing/commands.js';
import { given } from '../testing/given.js';
import {
  alice,
  aPolicy,
  aSchedule,
  asked,
  bob,
  carol,
  dave,
  day,
  dead,
  decided,
  delivered,
  erased,
  hour,
  minute,
  now,
  posted,
  received,
} from '../testing/world.js';
import { dueAt } from './owed.js';
import {
  approveOnExpiryWithinMs,
  earliest,
  escalatesAt,
  isExpiryHeld,
  isInTime,
  nextReminderAt,
  retainedUntil,
  scheduledAt,
} from './schedule.js';

const scheduled = (change: Partial<Schedule>, channels: readonly string[] = ['C0OVEN']) =>
  asked({ policy: aPolicy({ schedule: aSchedule(change) }), channels });
const expiresAt = now + 30 * minute;

describe('expiry', () => {
  test('is not due one millisecond before its instant', () => {
    expect(given(asked()).when(tick(expiresAt - 1)).events).toEqual([]);
  });

  test.each([0, 1])('is due at its instant and after it (+%i ms)', (late) => {
    const outcome = given(asked(), posted()).when(tick(expiresAt + late));

    expect(outcome.events).toEqual([
      { type: 'decided', at: expiresAt + late, outcome: 'expired', by: [], reasonRef: null, cause: 'expiry' },
    ]);
  });

  test.each([
    ['expire', 'expired'],
    ['reject', 'rejected'],
    ['approve', 'approved'],
  ] as const)('with onExpiry %s: %s', (onExpiry, outcome) => {
    const after = given(scheduled({ onExpiry }), posted()).when(tick(expiresAt));

    expect(after.events).toMatchObject([{ type: 'decided', outcome, cause: 'expiry', by: [] }]);
  });

  test('to approve, more than five minutes late, expires instead', () => {
    const before = given(scheduled({ onExpiry: 'approve' }), posted());

    expect(approveOnExpiryWithinMs).toBe(5 * minute);
    expect(before.when(tick(expiresAt + 5 * minute)).approval.status).toBe('approved');
    expect(before.when(tick(expiresAt + 5 * minute + 1)).approval.status).toBe('expired');
  });

  test('to reject, rejects however late it is processed', () => {
    expect(given(scheduled({ onExpiry: 'reject' })).when(tick(expiresAt + day)).approval.status).toBe('rejected');
  });

  test('ignores the votes so far', () => {
    const policy = aPolicy({ quorum: { approve: 2, reject: 2 } });

    const outcome = given(asked({ policy })).when(castVote()).when(tick(expiresAt));

    expect(outcome.approval).toMatchObject({ status: 'expired', votes: [{ by: alice }], decision: { by: [] } });
  });

  test('notifies the requester, and voters whose votes could not be checked in time', () => {
    const before = given(asked({ requester: dave }), received(bob, { votedAt: expiresAt }));

    expect(before.when(tick(expiresAt)).approval.work.notices).toMatchObject([
      { topic: { type: 'vote_closed' }, to: { person: bob } },
      { topic: { type: 'outcome' }, to: { person: dave } },
    ]);
  });

  test('never comes if it is turned off', () => {
    const forever = given(scheduled({ expiresInMs: null }), posted());

    expect(forever.when(tick(now + 1e12)).events).toEqual([]);
    expect(dueAt(forever.approval)).toBeNull();
    expect(isInTime({ expiresAt: null }, Number.MAX_SAFE_INTEGER)).toBe(true);
  });

  test('waits only for votes cast in time', () => {
    expect(isExpiryHeld(given(asked(), received(alice, { votedAt: expiresAt - 1 })).approval)).toBe(true);
    expect(isExpiryHeld(given(asked(), received(alice, { votedAt: expiresAt })).approval)).toBe(false);
    expect(isExpiryHeld(given(asked()).approval)).toBe(false);
  });
});

describe('reminders', () => {
  const every10 = scheduled({ remindEveryMs: 10 * minute, expiresInMs: null });

  test('go to the thread of every live card', () => {
    const channels = ['C0OVEN', 'C0SECOND', 'C0UNPOSTED', 'C0GONE'];
    const before = given(
      scheduled({ remindEveryMs: 10 * minute }, channels),
      posted(),
      posted({ copyId: 2, channelId: 'C0SECOND', ts: '200.2' }),
      posted({ copyId: 4, channelId: 'C0GONE', ts: '400.4' }),
      { type: 'copy_changed', at: now, copyId: 4, change: { state: 'gone' } },
    );

    const outcome = before.when(tick(now + 10 * minute));

    expect(outcome.types).toEqual(['reminded', 'notice_owed', 'notice_owed']);
    expect(outcome.approval.work.notices).toMatchObject([
      {
        topic: { type: 'reminder', mentions: true },
        to: { type: 'thread', channelId: 'C0OVEN', ts: '100.1' },
        until: now + 20 * minute,
      },
      { topic: { type: 'reminder' }, to: { type: 'thread', channelId: 'C0SECOND', ts: '200.2' } },
    ]);
  });

  test('mention people in one of the channels, and never in a direct message', () => {
    const before = given(
      scheduled({ remindEveryMs: 10 * minute }, ['U0ALICE', 'C0OVEN', 'C0SECOND']),
      posted({ copyId: 1, channelId: 'D0ALICE', ts: '100.1' }),
      posted({ copyId: 2, channelId: 'C0OVEN', ts: '200.2' }),
      posted({ copyId: 3, channelId: 'C0SECOND', ts: '300.3' }),
    );

    const { approval } = before.when(tick(now + 10 * minute));

    expect(approval.work.notices.map(({ topic }) => topic)).toEqual([
      { type: 'reminder' },
      { type: 'reminder', mentions: true },
      { type: 'reminder' },
    ]);
  });

  test('come once in a channel that has several cards', () => {
    const places = [thread('C0OVEN', '50.5'), 'C0OVEN'];
    const before = given(
      { ...scheduled({ remindEveryMs: 10 * minute }), places },
      posted({ copyId: 1, ts: '100.1' }),
      posted({ copyId: 2, ts: '200.2' }),
    );

    const { approval } = before.when(tick(now + 10 * minute));

    expect(approval.work.notices.map(({ to }) => to)).toEqual([{ type: 'thread', channelId: 'C0OVEN', ts: '100.1' }]);
    expect(threadAround(approval.work.copies, 'C0OVEN', '100.1')).toBe('50.5');
    expect(threadAround(approval.work.copies, 'C0OVEN', '200.2')).toBe('200.2');
    expect(threadAround(approval.work.copies, 'C0OVEN', '300.3')).toBe('300.3');
  });

  test('are sent at their instant, not before', () => {
    expect(given(every10, posted()).when(tick(now + 10 * minute - 1)).events).toEqual([]);
    expect(given(every10, posted()).when(tick(now + 10 * minute)).types).toContain('reminded');
  });

  test('keep their schedule when one is late', () => {
    const outcome = given(every10).when(tick(now + 13 * minute));

    expect(outcome.approval).toMatchObject({ reminderCount: 1, remindAt: now + 20 * minute });
  });

  test('that were missed are sent as one', () => {
    const outcome = given(every10, posted()).when(tick(now + 47 * minute));

    expect(outcome.types).toEqual(['reminded', 'notice_owed']);
    expect(outcome.approval).toMatchObject({ reminderCount: 1, remindAt: now + 50 * minute });
  });

  test('processed exactly at a later instant, leave the next one a whole interval ahead', () => {
    expect(given(every10).when(tick(now + 20 * minute)).approval.remindAt).toBe(now + 30 * minute);
  });

  test('end with the decision, even those still owed', () => {
    const reminded = given(every10, posted(), received(bob)).when(tick(now + 10 * minute));

    const outcome = reminded.when(castVote({ now: now + 11 * minute }));

    expect(outcome.approval).toMatchObject({ remindAt: null, status: 'approved' });
    expect(outcome.approval.work.notices).toMatchObject([{ topic: { type: 'vote_closed' } }]);
  });

  test('give way to expiry at the same instant', () => {
    const both = given(scheduled({ remindEveryMs: 30 * minute }), posted());

    expect(both.when(tick(expiresAt)).types).toEqual(['decided']);
  });

  test('are not sent if none are configured', () => {
    expect(nextReminderAt(given(asked()).approval, now)).toBeNull();
    expect(nextReminderAt(given(every10, decided()).approval, now)).toBeNull();
  });

  test('wait for their instant after the clock jumped back', () => {
    expect(nextReminderAt(given(every10).approval, now - day)).toBe(now + 20 * minute);
  });
});

describe('escalation', () => {
  const step = (afterMs: number, id: string, ...channels: readonly string[]): EscalationStep => ({
    afterMs,
    approvers: [user(id)],
    channels,
  });
  const escalate = [step(5 * minute, 'U0LEAD', 'C0LEADS'), step(10 * minute, 'U0BOSS', 'C0BOSSES', 'C0OVEN')];
  const before = given(scheduled({ escalate }), posted());

  test('is not due one millisecond before its instant', () => {
    expect(before.when(tick(now + 5 * minute - 1)).events).toEqual([]);
    expect(escalatesAt(before.approval)).toBe(now + 5 * minute);
  });

  test('sends a copy to its channels and brings the others up to date', () => {
    const outcome = before.when(tick(now + 5 * minute));

    expect(outcome.events).toEqual([{ type: 'escalated', at: now + 5 * minute, level: 1, channels: ['C0LEADS'] }]);
    expect(outcome.approval.work.copies).toMatchObject([
      { channelId: 'C0OVEN', wanted: 2, shown: 1 },
      { channelId: 'C0LEADS', ts: null, state: 'live', nextAt: now + 5 * minute },
    ]);
    expect(outcome.owedAt(now + 5 * minute)).toEqual([
      { type: 'sync', copyId: 1 },
      { type: 'post', copyId: 2 },
    ]);
  });

  test('makes its rules active, step by step', () => {
    const first = before.when(tick(now + 5 * minute));
    const second = first.when(tick(now + 10 * minute));
    const lead = castVote({ by: { ...carol, userId: 'U0LEAD' } });
    const boss = castVote({ by: { ...carol, userId: 'U0BOSS' } });

    expect([before, first, second].map((one) => one.when({ ...lead, now }).refuses)).toEqual([
      'not_an_approver',
      null,
      null,
    ]);
    expect([before, first, second].map((one) => one.when({ ...boss, now }).refuses)).toEqual([
      'not_an_approver',
      'not_an_approver',
      null,
    ]);
    expect(escalatesAt(second.approval)).toBeNull();
  });

  test('takes all steps that are due at once', () => {
    const outcome = before.when(tick(now + 12 * minute));

    expect(outcome.events).toMatchObject([
      { type: 'escalated', level: 1, channels: ['C0LEADS'] },
      { type: 'escalated', level: 2, channels: ['C0BOSSES', 'C0OVEN'] },
    ]);
    expect(outcome.approval.escalationLevel).toBe(2);
  });

  test('a channel that has a live card gets no second one, one whose card is gone gets another', () => {
    const goneCard = given(scheduled({ escalate }), posted(), {
      type: 'copy_changed',
      at: now,
      copyId: 1,
      change: { state: 'gone' },
    });
    const channelsOf = (one: typeof before) =>
      one.when(tick(now + 12 * minute)).approval.work.copies.map((copy) => copy.channelId);

    expect(channelsOf(before)).toEqual(['C0OVEN', 'C0LEADS', 'C0BOSSES']);
    expect(channelsOf(goneCard)).toEqual(['C0OVEN', 'C0LEADS', 'C0BOSSES', 'C0OVEN']);
  });

  test('adds no copy beyond twenty', () => {
    const channels = Array.from({ length: 25 }, (_, index) => `C0NUMBER${index}`);
    const full = given(scheduled({ escalate }, channels));

    expect(full.approval.work.copies).toHaveLength(20);
    expect(full.when(tick(now + 5 * minute)).approval.work.copies).toHaveLength(20);
  });

  test('comes before a reminder due at the same instant, so that the new card gets it', () => {
    const both = given(scheduled({ escalate, remindEveryMs: 5 * minute }), posted());

    expect(both.when(tick(now + 5 * minute)).types).toEqual(['escalated', 'reminded', 'notice_owed']);
  });
});

describe('keeping texts', () => {
  const lastEventAt = now + hour;
  const until = lastEventAt + 90 * day;

  test.each([
    ['delivered', delivered(lastEventAt)],
    ['dead', dead(lastEventAt)],
  ])('%s: they are erased 90 days after the last event', (_, end) => {
    const before = given(asked(), decided(), end);

    expect(retainedUntil(before.approval)).toBe(until);
    expect(before.when(tick(until - 1)).events).toEqual([]);
    expect(before.when(tick(until)).events).toEqual([{ type: 'erased', at: until }]);
  });

  test('once', () => {
    const before = given(asked(), decided(), delivered(), erased());

    expect(retainedUntil(before.approval)).toBeNull();
    expect(before.when(tick(now + 1e12)).events).toEqual([]);
  });

  test('not while the decision is still owed to its receiver, nor while pending', () => {
    expect(retainedUntil(given(asked(), decided()).approval)).toBeNull();
    expect(given(asked(), decided()).when(tick(now + 1e12)).events).toEqual([]);
    expect(retainedUntil(given(asked()).approval)).toBeNull();
  });

  test('progress starts the time again, owed work does not', () => {
    const before = given(asked(), decided(), delivered(now));

    const progressed = { type: 'progressed', at: lastEventAt, step: 'bake', state: 'done', detailRef: null } as const;
    expect(retainedUntil(given(asked(), decided(), delivered(now), progressed).approval)).toBe(until);
    expect(before.when({ type: 'set_aside', now: lastEventAt }).approval.lastEventAt).toBe(now);
  });
});

describe('the next instant at which time alone changes an approval', () => {
  test.each([
    ['expiry', scheduled({}), expiresAt],
    ['a reminder', scheduled({ remindEveryMs: 10 * minute }), now + 10 * minute],
    ['an escalation', scheduled({ escalate: [{ afterMs: minute, approvers: [], channels: [] }] }), now + minute],
    ['never', scheduled({ expiresInMs: null }), null],
  ])('%s', (_, question, at) => {
    expect(scheduledAt(given(question).approval)).toBe(at);
  });

  test('is not expiry while expiry is held', () => {
    expect(scheduledAt(given(asked(), received(alice)).approval)).toBe(now + 3_000);
    const shown = { type: 'checking_shown', at: now } as const;
    expect(scheduledAt(given(asked(), received(alice), shown).approval)).toBeNull();
  });

  test('of a decided approval is the erasure', () => {
    expect(scheduledAt(given(asked(), decided(), delivered()).approval)).toBe(now + 90 * day);
  });

  test('the earliest of no instants is null', () => {
    expect(earliest([3, null, 1, 2])).toBe(1);
    expect(earliest([null, null])).toBeNull();
    expect(earliest([])).toBeNull();
  });
});

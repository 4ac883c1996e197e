import { describe, expect, test } from 'vitest';
import { attentionOf } from './model/approval.js';
import type { ApprovalEvent } from './model/events.js';
import { user } from './policy/rules.js';
import { castVote, recordDelivery, redeliver, takeOver, tick, withdraw } from './testing/commands.js';
import { given } from './testing/given.js';
import {
  alice,
  aPolicy,
  aSchedule,
  asked,
  bob,
  dave,
  day,
  dead,
  decided,
  delivered,
  minute,
  now,
  posted,
  received,
  second,
  setAside,
} from './testing/world.js';
import { dueAt } from './time/owed.js';

const expiresAt = now + 30 * minute;
const scheduled = (change: Parameters<typeof aSchedule>[0]) =>
  asked({ policy: aPolicy({ schedule: aSchedule(change) }) });
const expired = decided({ outcome: 'expired', by: [], cause: 'expiry', at: expiresAt });

describe('a record that is set aside while pending', () => {
  const escalate = [{ afterMs: minute, approvers: [], channels: ['C0LEADS'] }];
  const busy = [scheduled({ remindEveryMs: minute, escalate }), posted(), received(alice), setAside];

  test('does nothing before it expires: no reminder, no escalation, no look-up', () => {
    const stuck = given(...busy);

    expect(dueAt(stuck.approval)).toBe(expiresAt);
    expect(stuck.when(tick(expiresAt - 1)).events).toEqual([]);
    expect(stuck.owedAt(now + day)).toEqual([]);
  });

  test('is never due if it never expires', () => {
    const stuck = given(scheduled({ expiresInMs: null }), posted(), setAside);

    expect(dueAt(stuck.approval)).toBeNull();
    expect(stuck.when(tick(now + 100 * day)).events).toEqual([]);
  });

  test('expires at its instant, and stays set aside with its delivery owed', () => {
    const outcome = given(asked(), posted(), setAside).when(tick(expiresAt));

    expect(outcome.types).toEqual(['decided']);
    expect(outcome.approval).toMatchObject({
      status: 'expired',
      delivery: { state: 'owed' },
      work: { setAside: true, delivery: { attemptCount: 0 } },
    });
    expect(outcome.owedAt(now + day)).toEqual([]);
    expect(dueAt(outcome.approval)).toBeNull();
    expect(attentionOf(outcome.approval)).toBe('stuck');
  });

  test('refuses the votes that could not be checked, as voter_unknown, and notifies the voters', () => {
    const outcome = given(asked(), posted(), received(alice), received(bob), setAside).when(tick(expiresAt));

    expect(outcome.types).toEqual([
      ...['check_ended', 'vote_refused', 'notice_owed'],
      ...['check_ended', 'vote_refused', 'notice_owed'],
      'decided',
    ]);
    expect(outcome.events.filter(({ type }) => type === 'vote_refused')).toEqual([
      { type: 'vote_refused', at: expiresAt, by: alice, code: 'voter_unknown' },
      { type: 'vote_refused', at: expiresAt, by: bob, code: 'voter_unknown' },
    ]);
    expect(outcome.approval.work).toMatchObject({
      unchecked: [],
      notices: [
        { to: { person: alice }, topic: { type: 'vote_refused', code: 'voter_unknown' } },
        { to: { person: bob }, topic: { type: 'vote_refused', code: 'voter_unknown' } },
      ],
    });
  });

  test.each([
    ['expire', 'expired'],
    ['reject', 'rejected'],
    ['approve', 'expired'],
  ] as const)('with onExpiry %s: %s', (onExpiry, status) => {
    const outcome = given(scheduled({ onExpiry }), posted(), setAside).when(tick(expiresAt));

    expect(outcome.approval).toMatchObject({ status, decision: { cause: 'expiry' } });
  });

  test('expires at a late click, too, and stays set aside', () => {
    const outcome = given(asked(), posted(), setAside).when(castVote({ now: expiresAt }));

    expect(outcome).toMatchObject({ types: ['decided'], refuses: 'expired' });
    expect(outcome.approval.work.setAside).toBe(true);
  });

  test('can be decided by people whom an escalation in the meantime admits', () => {
    const admitted = [{ afterMs: minute, approvers: [user('U0DAVE')], channels: [] }];
    const stuck = given(scheduled({ escalate: admitted }), posted(), setAside);

    const outcome = stuck.when(castVote({ by: dave, now: now + minute }));

    expect(outcome.types).toEqual(['escalated', 'voted', 'decided']);
    expect(outcome.approval.work.setAside).toBe(false);
  });

  test('resumes once its source withdraws it, which is delivered', () => {
    const outcome = given(asked(), posted(), setAside).when(withdraw());

    expect(outcome.owedAt(now)).toContainEqual({ type: 'deliver' });
  });

  test('is not taken for a post that may have been sent', () => {
    expect(given(asked(), setAside).when(takeOver(now + minute)).events).toEqual([]);
    expect(given(asked()).when(takeOver(now + minute)).types).toEqual(['copy_changed']);
  });
});

describe('a record that is set aside once decided', () => {
  const deferred: ApprovalEvent = {
    type: 'delivery_deferred',
    at: now,
    work: { attemptCount: 4, roundAttempts: 4, shortened: true, nextAt: now + day, lastReason: 'status 503' },
  };

  test('is never due, and its texts are not erased', () => {
    const stuck = given(asked(), posted(), decided(), delivered(), setAside);

    expect(dueAt(stuck.approval)).toBeNull();
    expect(stuck.when(tick(now + 1_000 * day)).events).toEqual([]);
  });

  test('is delivered at once if a program asks for it, with a new round of attempts', () => {
    const stuck = given(asked(), posted(), decided(), deferred, setAside);

    const outcome = stuck.when(redeliver({ now: now + second }));

    expect(outcome).toMatchObject({ types: ['taken_back', 'delivery_deferred'], refuses: null });
    expect(outcome.owedAt(now + second)).toContainEqual({ type: 'deliver' });
    expect(outcome.approval.work).toMatchObject({
      setAside: false,
      delivery: { attemptCount: 4, roundAttempts: 0, shortened: false, nextAt: now + second },
    });
    expect(outcome.when(recordDelivery({ type: 'delivered' })).approval).toMatchObject({
      delivery: { state: 'delivered' },
    });
  });

  test('works too if it expired while it was set aside', () => {
    const outcome = given(asked(), posted(), setAside, expired).when(redeliver({ now: expiresAt }));

    expect(outcome.owedAt(expiresAt)).toContainEqual({ type: 'deliver' });
  });

  test('is redelivered as usual if the delivery is dead', () => {
    const outcome = given(asked(), posted(), decided(), dead(), setAside).when(redeliver());

    expect(outcome.types).toEqual(['redelivered']);
    expect(outcome.owedAt(now)).toContainEqual({ type: 'deliver' });
  });

  test('resumes if a program reposts its card', () => {
    const outcome = given(asked(), posted(), setAside, expired).when({ type: 'repost', now: expiresAt });

    expect(outcome.owedAt(expiresAt)).toEqual([{ type: 'sync', copyId: 1 }, { type: 'deliver' }]);
  });
});

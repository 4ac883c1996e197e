import { describe, expect, test } from 'vitest';
import { recordNotice, tick } from '../../testing/commands.js';
import { given, type Situation } from '../../testing/given.js';
import { alice, aPolicy, aSchedule, asked, minute, now, posted, second } from '../../testing/world.js';

const retry = { type: 'retry', afterMs: null, reason: 'status 503' } as const;
const unknown = { type: 'unknown', reason: 'timeout' } as const;
const refused = { type: 'waiting', reason: 'user_not_in_channel', isAppWide: false } as const;
const noticesOf = ({ approval }: Situation) => approval.work.notices;

const told = (channelId: string | null) =>
  given(asked(), {
    type: 'notice_owed',
    at: now,
    to: { type: 'person', person: alice, channelId },
    topic: { type: 'vote_void' },
    until: now + 10 * minute,
  });
const inChannel = told('C0OVEN');
const direct = told(null);
const reminder = given(asked({ policy: aPolicy({ schedule: aSchedule({ remindEveryMs: minute }) }) }), posted()).when(
  tick(now + minute),
);

describe('a notice', () => {
  test('is owed at once', () => {
    expect(inChannel.owedAt(now)).toContainEqual({ type: 'notice', noticeId: 1 });
  });

  test('that was sent is done', () => {
    const outcome = inChannel.when(recordNotice({ type: 'ok' }));

    expect(outcome.events).toEqual([{ type: 'notice_ended', at: now, noticeId: 1 }]);
    expect(noticesOf(outcome)).toEqual([]);
  });

  test('that Slack refuses in the channel is sent as a direct message, at once', () => {
    const outcome = inChannel.when(recordNotice(refused));

    expect(noticesOf(outcome)).toMatchObject([
      { to: { person: alice, channelId: null }, nextAt: now, topic: { type: 'vote_void' } },
    ]);
  });

  test('that Slack refuses as a direct message too is done', () => {
    expect(inChannel.when(recordNotice(refused)).when(recordNotice(refused)).types).toEqual(['notice_ended']);
    expect(direct.when(recordNotice(refused)).types).toEqual(['notice_ended']);
  });

  test.each([retry, unknown])('that failed ($type) is retried in the same place', (result) => {
    const once = inChannel.when(recordNotice(result));
    const twice = once.when(recordNotice(result, { now: now + second }));

    expect(noticesOf(once)).toMatchObject([{ to: { channelId: 'C0OVEN' }, nextAt: now + second, attemptCount: 1 }]);
    expect(noticesOf(twice)).toMatchObject([{ nextAt: now + 6 * second, attemptCount: 2 }]);
  });

  test('is not retried before Slack allows it', () => {
    const outcome = inChannel.when(recordNotice({ ...retry, afterMs: minute }));

    expect(noticesOf(outcome)).toMatchObject([{ nextAt: now + minute }]);
  });

  test('is retried for ten minutes', () => {
    const last = inChannel.when(recordNotice({ ...retry, afterMs: 10 * minute }));
    const late = inChannel.when(recordNotice({ ...retry, afterMs: 10 * minute + 1 }));

    expect(last.types).toEqual(['notice_deferred']);
    expect(late.types).toEqual(['notice_ended']);
  });

  test('that does not exist any more changes nothing', () => {
    expect(inChannel.when(recordNotice({ type: 'ok' }, { noticeId: 2 })).events).toEqual([]);
  });

  test('leaves other notices alone', () => {
    const two = given(
      asked(),
      ...[1, 2].map(() => ({
        type: 'notice_owed' as const,
        at: now,
        to: { type: 'person' as const, person: alice, channelId: 'C0OVEN' },
        topic: { type: 'vote_void' as const },
        until: now + 10 * minute,
      })),
    );

    expect(noticesOf(two.when(recordNotice({ type: 'ok' })))).toMatchObject([{ noticeId: 2, attemptCount: 0 }]);
    expect(noticesOf(two.when(recordNotice(retry)))).toMatchObject([
      { attemptCount: 1 },
      { noticeId: 2, attemptCount: 0 },
    ]);
  });
});

describe('a reminder in the thread', () => {
  test('that failed is retried there', () => {
    const outcome = reminder.when(recordNotice(retry, { now: now + minute }));

    expect(noticesOf(outcome)).toMatchObject([
      { to: { type: 'thread', channelId: 'C0OVEN', ts: '100.1' }, nextAt: now + minute + second },
    ]);
  });

  test('whose channel is busy waits for its second, and counts no attempt', () => {
    const outcome = reminder.when(recordNotice({ type: 'busy', until: now + 20 * minute }));

    expect(outcome.approval.work.notices).toMatchObject([{ nextAt: now + 20 * minute, attemptCount: 0 }]);
  });

  test('that may have been posted is not posted twice', () => {
    expect(reminder.when(recordNotice(unknown)).types).toEqual(['notice_ended']);
  });

  test('that cannot be posted is done, because it has no other addressee', () => {
    expect(reminder.when(recordNotice(refused)).types).toEqual(['notice_ended']);
  });
});

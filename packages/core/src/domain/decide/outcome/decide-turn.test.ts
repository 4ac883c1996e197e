import { describe, expect, test } from 'vitest';
import { recordNotice, recordPost, recordSync } from '../../testing/commands.js';
import { given } from '../../testing/given.js';
import { alice, aPolicy, aSchedule, asked, decided, hour, minute, now, posted } from '../../testing/world.js';

const second = 1_000;
const at = now + second;
const turn = (copyId = 1) => ({ type: 'take_turn', now: at, work: { type: 'post', copyId } }) as const;
const busy = { type: 'busy', until: now + 40 * second } as const;

describe('a card whose turn has come', () => {
  test('is due now, even before the second in its record', () => {
    const postponed = given(asked()).when(recordPost(busy));
    expect(postponed.owedAt(at)).toEqual([]);

    expect(postponed.when(turn()).owedAt(at)).toEqual([{ type: 'post', copyId: 1 }]);
  });

  test.each([
    ['is posted already', given(asked(), posted())],
    ['was decided', given(asked(), decided())],
    [
      'waits for its next attempt',
      given(asked()).when(recordPost({ type: 'retry', afterMs: 30 * second, reason: 'ratelimited' })),
    ],
    ['may have been posted', given(asked()).when(recordPost({ type: 'unknown', reason: 'timeout' }))],
    [
      'waits for a person to fix the cause',
      given(asked()).when(recordPost({ type: 'waiting', reason: 'not_in_channel', isAppWide: false })),
    ],
    ['is set aside', given(asked()).when({ type: 'set_aside', now })],
  ])('but that %s is skipped', (_, situation) => {
    expect(situation.when(turn()).types).toEqual([]);
  });

  test('but that is unknown is skipped', () => {
    expect(given(asked()).when(turn(7)).types).toEqual([]);
  });
});

describe('an update that has to wait for the rate limit', () => {
  const behind = given(asked(), posted(), decided());

  test('waits for its turn, and no attempt is counted', () => {
    const waiting = behind.when(recordSync(busy));

    expect(waiting.owedAt(at).filter(({ type }) => type === 'sync')).toEqual([]);
    expect(waiting.approval.work.copies[0]).toMatchObject({ attemptCount: 0, nextAt: busy.until });
  });
});

describe('a change of a card', () => {
  test('is due at once, even if an older change was postponed', () => {
    const putOff = given(asked(), posted()).when(recordSync(busy));

    const synced = putOff.after(decided({ at }));

    expect(synced.owedAt(at)).toContainEqual({ type: 'sync', copyId: 1 });
  });

  test('is due at once after the clock was set back', () => {
    const before = given(asked(), posted()).when(
      recordSync({ type: 'ok' }, { now: now + 3_600 * second, drawn: { wanted: 1, decided: false } }),
    );

    expect(before.after(decided({ at })).owedAt(at)).toContainEqual({ type: 'sync', copyId: 1 });
  });

  test('that Slack refuses keeps its wait', () => {
    const failing = given(asked(), posted()).when(
      recordSync({ type: 'retry', afterMs: 30 * second, reason: 'ratelimited' }),
    );

    expect(failing.after(decided({ at })).owedAt(at)).not.toContainEqual({ type: 'sync', copyId: 1 });
  });
});

describe('a reminder whose turn has come', () => {
  const reminding = given(
    asked({ policy: aPolicy({ schedule: aSchedule({ remindEveryMs: minute }) }) }),
    posted(),
  ).when({ type: 'tick', now: now + minute });
  const notice = reminding.approval.work.notices[0];
  const noticeId = notice?.noticeId ?? 0;
  const turnOf = (id: number) =>
    ({ type: 'take_turn', now: now + minute, work: { type: 'notice', noticeId: id } }) as const;
  const tried = (result: Parameters<typeof recordNotice>[0]) =>
    reminding.when(recordNotice(result, { noticeId, now: now + minute }));

  test('is due now, even before the second in its record', () => {
    const postponed = tried({ type: 'busy', until: now + hour });
    expect(postponed.owedAt(now + minute)).not.toContainEqual({ type: 'notice', noticeId });

    expect(postponed.when(turnOf(noticeId)).owedAt(now + minute)).toContainEqual({ type: 'notice', noticeId });
  });

  test('but that waits for its next attempt is skipped', () => {
    const failed = tried({ type: 'retry', afterMs: hour, reason: 'ratelimited' });

    expect(failed.when(turnOf(noticeId)).types).toEqual([]);
  });

  test('but that is unknown is skipped', () => {
    expect(reminding.when(turnOf(99)).types).toEqual([]);
  });

  test('is due now in the channel of the person that it tells', () => {
    const told = given(asked(), {
      type: 'notice_owed',
      at: now,
      to: { type: 'person', person: alice, channelId: 'C0OVEN' },
      topic: { type: 'vote_refused', code: 'guest', explanation: 'Guests cannot decide this.' },
      until: at + minute,
    });

    const taken = told.when({ type: 'take_turn', now: at, work: { type: 'notice', noticeId: 1 } });

    expect(taken.approval.work.notices[0]).toMatchObject({ nextAt: at, to: { channelId: 'C0OVEN' } });
  });
});

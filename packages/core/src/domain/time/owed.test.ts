import { describe, expect, test } from 'vitest';
import { attentionOf, type Copy } from '../model/approval.js';
import type { ApprovalEvent } from '../model/events.js';
import { castVote, recordDelivery, recordSync, report } from '../testing/commands.js';
import { given, type Situation } from '../testing/given.js';
import {
  alice,
  aPolicy,
  aSchedule,
  asked,
  bob,
  dead,
  decided,
  delivered,
  minute,
  now,
  posted,
  received,
  redelivered,
  second,
  setAside,
  voted,
} from '../testing/world.js';
import { dueAt, isFirstDeliveryOwed } from './owed.js';

const forever = asked({
  policy: aPolicy({ schedule: aSchedule({ expiresInMs: null }), quorum: { approve: 9, reject: 9 } }),
});
const copyIs = (change: Partial<Omit<Copy, 'copyId'>>): ApprovalEvent => ({
  type: 'copy_changed',
  at: now,
  copyId: 1,
  change,
});
const notice: ApprovalEvent = {
  type: 'notice_owed',
  at: now + 2,
  to: { type: 'person', person: alice, channelId: null },
  topic: { type: 'vote_void' },
  until: now + minute,
};
const syncInstant = ({ approval }: Situation): number | null => dueAt(approval);

describe('owed work', () => {
  test('is nothing once all cards and notices are done', () => {
    const quiet = given(forever, posted());

    expect(quiet.owedAt(now + 1e12)).toEqual([]);
    expect(dueAt(quiet.approval)).toBeNull();
  });

  test('is checks first, then cards, notices and the delivery', () => {
    const busy = given(asked({ channels: ['C0OVEN', 'C0SECOND'] }), posted(), voted(bob), received(alice), notice);

    expect(busy.owedAt(now + 2)).toEqual([
      { type: 'check_vote', voteId: 'vote of U0ALICE' },
      { type: 'sync', copyId: 1 },
      { type: 'post', copyId: 2 },
      { type: 'notice', noticeId: 1 },
    ]);
    expect(given(asked(), posted(), notice, decided()).owedAt(now + 2)).toEqual([
      { type: 'sync', copyId: 1 },
      { type: 'notice', noticeId: 1 },
      { type: 'deliver' },
    ]);
  });

  test('is what can be tried now, and `dueAt` is the earliest instant', () => {
    const waiting = given(forever, posted(), received(alice, { nextAt: now + 5 }), notice);

    expect(waiting.owedAt(now + 1)).toEqual([]);
    expect(dueAt(waiting.approval)).toBe(now + 2);
    expect(waiting.owedAt(now + 4)).toEqual([{ type: 'notice', noticeId: 1 }]);
    expect(waiting.owedAt(now + 5)).toHaveLength(2);
  });

  test('`dueAt` includes what time alone does', () => {
    expect(dueAt(given(asked(), posted()).approval)).toBe(now + 30 * minute);
  });

  test('is nothing for a card that is gone', () => {
    expect(given(forever, posted(), copyIs({ state: 'gone' }), voted(bob)).owedAt(now + 1e12)).toEqual([]);
    expect(given(forever, copyIs({ state: 'gone' })).owedAt(now + 1e12)).toEqual([]);
  });

  test.each([
    ['delivered', delivered()],
    ['dead', dead()],
  ])('%s: includes no delivery', (_, end) => {
    expect(given(asked(), decided(), end).owedAt(now + 1e12)).toEqual([]);
  });
});

describe('how often a card is updated', () => {
  const decidedCard = given(asked(), posted(), decided());
  const shown = decidedCard.when(
    recordSync({ type: 'ok' }, { now: now + second, drawn: { wanted: 2, decided: true } }),
  );

  test('at once for the decision, however recent the last update', () => {
    expect(decidedCard.owedAt(now)).toContainEqual({ type: 'sync', copyId: 1 });
  });

  test('at most every 5 s once the decision is shown', () => {
    const progressed = shown.when(report({ now: now + 2 * second }));
    const sync = { type: 'sync', copyId: 1 };

    expect(progressed.owedAt(now + 6 * second - 1)).not.toContainEqual(sync);
    expect(progressed.owedAt(now + 6 * second)).toContainEqual(sync);
  });

  test('at once after the first attempt to deliver, where the first update came before it', () => {
    const sync = { type: 'sync', copyId: 1 };
    const early = decidedCard
      .when(recordSync({ type: 'ok' }, { now: now + second, drawn: { wanted: 2, decided: true, attempted: false } }))
      .when(recordDelivery({ type: 'delivered' }, { now: now + 2 * second }));
    const drawn = { wanted: 3, decided: true, attempted: true };
    const both = early.when(recordSync({ type: 'ok' }, { now: now + 2 * second, drawn }));

    expect(early.owedAt(now + 2 * second)).toContainEqual(sync);
    // from then on, updates are spaced
    expect(both.when(report({ now: now + 3 * second })).owedAt(now + 7 * second - 1)).not.toContainEqual(sync);
    expect(both.when(report({ now: now + 3 * second })).owedAt(now + 7 * second)).toContainEqual(sync);
  });

  test('at once if the last update is longer ago', () => {
    expect(shown.when(report({ now: now + minute })).owedAt(now + minute)).toContainEqual({ type: 'sync', copyId: 1 });
  });

  test('later than 5 s if the backoff is longer', () => {
    const limited = shown
      .when(recordDelivery({ type: 'delivered' }, { now: now + 2 * second }))
      .when(recordSync({ type: 'retry', afterMs: minute, reason: 'ratelimited' }, { now: now + 6 * second }));

    expect(limited.owedAt(now + 66 * second - 1)).toEqual([]);
    expect(limited.owedAt(now + 66 * second)).toEqual([{ type: 'sync', copyId: 1 }]);
  });

  test('while pending, at once every time', () => {
    const synced = given(forever, posted())
      .when(castVote())
      .when(recordSync({ type: 'ok' }));

    expect(synced.when(castVote({ by: bob, now: now + 1 })).owedAt(now + 1)).toEqual([{ type: 'sync', copyId: 1 }]);
  });

  test('at most every 5 s after an update with an unknown outcome, too', () => {
    const settling = given(forever, posted(), copyIs({ settleAt: now + 30 * second }));
    const spaced = given(
      forever,
      posted(),
      copyIs({ settleAt: now + 30 * second, decisionShown: true, syncedAt: now + 28 * second }),
    );
    const never = given(
      forever,
      posted(),
      copyIs({ settleAt: now + 30 * second, decisionShown: true, syncedAt: null }),
    );

    expect([settling, spaced, never].map(syncInstant)).toEqual([
      now + 30 * second,
      now + 33 * second,
      now + 30 * second,
    ]);
  });
});

describe('a record that was set aside', () => {
  const stuck = given(asked(), posted(), received(alice), notice, setAside);

  test('owes nothing, and is due when it expires', () => {
    expect(stuck.owedAt(now + 1e12)).toEqual([]);
    expect(dueAt(stuck.approval)).toBe(now + 30 * minute);
    expect(attentionOf(stuck.approval)).toBe('stuck');
  });

  test.each<readonly [what: string, event: ApprovalEvent]>([
    ['a vote', voted(bob)],
    ['an answer to be checked', received(bob)],
    ['a decision', decided()],
    [
      'an amendment',
      { type: 'amended', at: now, by: 'x', revision: given(asked()).approval.revision, policy: aPolicy(), steps: [] },
    ],
  ])('%s resumes it', (_, event) => {
    const back = given(asked(), posted(), setAside, event);

    expect(back.approval.work.setAside).toBe(false);
    expect(back.owedAt(now + 1e12)).not.toEqual([]);
  });

  test('after the decision, progress and a redelivery resume it', () => {
    const stuckAfter = [asked(), posted(), decided(), dead(), setAside];

    expect(given(...stuckAfter).owedAt(now)).toEqual([]);
    expect(
      given(...stuckAfter)
        .when(report())
        .owedAt(now),
    ).toContainEqual({ type: 'sync', copyId: 1 });
    expect(given(...stuckAfter, redelivered()).owedAt(now)).toContainEqual({ type: 'deliver' });
  });

  test('is set aside by command', () => {
    expect(given(asked()).when({ type: 'set_aside', now }).events).toEqual([{ type: 'set_aside', at: now }]);
  });
});

describe('what needs attention', () => {
  test('a delivery that is dead', () => {
    expect(attentionOf(given(asked(), decided(), dead()).approval)).toBe('delivery_dead');
    expect(attentionOf(given(asked(), decided(), delivered()).approval)).toBeNull();
  });

  test('a pending approval of which no card is left', () => {
    const channels = ['C0OVEN', 'C0SECOND'];

    expect(attentionOf(given(asked(), copyIs({ state: 'gone' })).approval)).toBe('card_failed');
    expect(attentionOf(given(asked({ channels }), copyIs({ state: 'gone' })).approval)).toBeNull();
    expect(attentionOf(given(asked({ channels: [] })).approval)).toBeNull();
    expect(attentionOf(given(asked(), copyIs({ state: 'gone' }), decided()).approval)).toBeNull();
  });
});

test.each<[string, Situation, boolean]>([
  ['pending', given(asked(), posted()), false],
  ['decided', given(asked(), posted(), decided()), true],
  ['delivered', given(asked(), posted(), decided(), delivered()), false],
  ['given up', given(asked(), posted(), decided(), dead()), false],
  [
    'after an attempt that failed',
    given(asked(), posted(), decided()).when(recordDelivery({ type: 'retry', afterMs: null, reason: 'busy' })),
    false,
  ],
])('whether the first delivery is owed: %s', (_, { approval }, isOwed) => {
  expect(isFirstDeliveryOwed(approval)).toBe(isOwed);
});

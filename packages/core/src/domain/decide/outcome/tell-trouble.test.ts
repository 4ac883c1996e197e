import { describe, expect, test } from 'vitest';
import {
  recordDelivery,
  recordNotice,
  recordPost,
  recordSync,
  redeliver,
  report,
  tick,
} from '../../testing/commands.js';
import { given, type Situation } from '../../testing/given.js';
import { aPolicy, aSchedule, asked, day, decided, hour, minute, now, posted, second } from '../../testing/world.js';
import { dueAt } from '../../time/owed.js';
import { isTroubleOver } from './tell-trouble.js';

const watched = asked({ troubleChannel: 'C0TROUBLE', policy: aPolicy({ schedule: aSchedule({ expiresInMs: null }) }) });
const unwatched = asked({ policy: watched.policy });
const refused = { type: 'waiting', reason: 'not_in_channel', isAppWide: false } as const;
const rejected = { type: 'rejected', reason: 'status 410' } as const;
const setAside = { type: 'set_aside', now } as const;
const approved = given(watched, posted(), decided());
const dead = approved.when(recordDelivery(rejected));
const failed = approved.when(report({ state: 'failed' }));
const waiting = given(watched).when(recordPost(refused));
const stuck = given(watched, posted()).when(setAside);

const troublesOf = ({ approval }: Situation) => approval.work.notices.map(({ topic, to }) => ({ topic, to }));
const told = (topic: object) => ({ topic, to: { type: 'channel', channelId: 'C0TROUBLE' } });
/** The waiting card, with one failed attempt after the other until `at`. */
const at = (ms: number, from: Situation = waiting) => from.when(tick(now + ms));

describe('the trouble channel is owed a message', () => {
  test('when a delivery is given up', () => {
    expect(troublesOf(dead)).toEqual([told({ type: 'delivery_dead' })]);
    expect(dead.owedAt(now)).toContainEqual({ type: 'notice', noticeId: 1 });
  });

  test('when the last attempt to deliver failed', () => {
    const late = { now: now + 76 * hour };
    const last = approved.when(recordDelivery({ type: 'retry', afterMs: null, reason: 'status 503' }, late));

    expect(troublesOf(last)).toEqual([told({ type: 'delivery_dead' })]);
  });

  test('when a step fails, once', () => {
    const again = failed.when(report({ state: 'failed', sameDetail: false, detailRef: 'detail-2' }));

    expect(troublesOf(again)).toEqual([told({ type: 'step_failed', step: 'prep' })]);
  });

  test('when a step fails again after another try', () => {
    const twice = failed.when(report({ state: 'active' })).when(report({ state: 'failed' }));

    expect(troublesOf(twice)).toHaveLength(2);
  });

  test('when a record is set aside, and that is all it owes', () => {
    expect(troublesOf(stuck)).toEqual([told({ type: 'stuck' })]);
    expect(stuck.owedAt(now + day)).toEqual([{ type: 'notice', noticeId: 1 }]);
    expect(dueAt(stuck.approval)).toBe(now);
  });

  test('when a card has waited for a quarter of an hour, and not before', () => {
    expect(dueAt(at(15 * minute - 1).approval)).toBe(now + minute);
    expect(troublesOf(at(15 * minute - 1))).toEqual([]);
    expect(troublesOf(at(15 * minute))).toEqual([told({ type: 'card_waiting' })]);
  });

  test('about a decided card as well', () => {
    const unsynced = approved.when(recordSync(refused));

    expect(troublesOf(unsynced.when(tick(now + 15 * minute)))).toEqual([told({ type: 'card_waiting' })]);
  });

  test('once for all the copies that wait', () => {
    const two = given({ ...watched, channels: ['C0OVEN', 'C0SECOND'] })
      .when(recordPost(refused))
      .when(recordPost(refused, { copyId: 2, now: now + minute }));

    expect(troublesOf(two.when(tick(now + 15 * minute)).when(tick(now + 20 * minute)))).toHaveLength(1);
  });

  test('once for a card that waits on', () => {
    const tries = at(15 * minute)
      .when(recordPost(refused, { now: now + 21 * minute }))
      .when(tick(now + day));

    expect(troublesOf(tries)).toHaveLength(1);
  });

  test('anew for a card that was mended and waits again', () => {
    const mended = at(15 * minute).when(
      recordPost({ type: 'ok', channelId: 'C0OVEN', ts: '100.1' }, { now: now + hour }),
    );
    const again = mended.when(recordSync(refused, { now: now + 2 * hour })).when(tick(now + 3 * hour));

    expect(troublesOf(again)).toHaveLength(2);
  });
});

describe('nobody is told', () => {
  test.each([
    ['a dead delivery', given(unwatched, posted(), decided()).when(recordDelivery(rejected))],
    ['a failed step', given(unwatched, posted(), decided()).when(report({ state: 'failed' }))],
    [
      'a waiting card',
      given(unwatched)
        .when(recordPost(refused))
        .when(tick(now + day)),
    ],
    ['a stuck record', given(unwatched, posted()).when(setAside)],
  ])('without a trouble channel: %s', (_name, situation) => {
    expect(troublesOf(situation)).toEqual([]);
  });

  test.each([
    ['a step that goes on', approved.when(report({ state: 'done' }))],
    ['a decision that was delivered', approved.when(recordDelivery({ type: 'delivered' }))],
    [
      'a delivery that is retried',
      approved.when(recordDelivery({ type: 'retry', afterMs: null, reason: 'status 503' })),
    ],
    [
      'a card that waits because Slack refuses the whole app, and so this message',
      given(watched)
        .when(recordPost({ ...refused, isAppWide: true }))
        .when(tick(now + day)),
    ],
    [
      'a card that waits for the trouble channel itself',
      given({ ...watched, channels: ['C0TROUBLE'] })
        .when(recordPost(refused))
        .when(tick(now + day)),
    ],
    [
      'a card that was given up, which does not wait',
      waiting
        .after({
          type: 'copy_given_up',
          at: now,
          copyId: 1,
          channelId: 'C0OVEN',
          problem: { code: 'invalid_blocks', since: now, isAppWide: false },
        })
        .when(tick(now + day)),
    ],
  ])('about %s', (_name, situation) => {
    expect(troublesOf(situation)).toEqual([]);
  });
});

describe('a trouble is over', () => {
  const healed = waiting.when(recordPost({ type: 'ok', channelId: 'C0OVEN', ts: '100.1' }));
  const gone = waiting.after({
    type: 'copy_given_up',
    at: now,
    copyId: 1,
    channelId: 'C0OVEN',
    problem: { code: 'invalid_blocks', since: now, isAppWide: false },
  });

  test.each([
    [{ type: 'delivery_dead' }, dead, false],
    [{ type: 'delivery_dead' }, dead.when(redeliver()), true],
    [{ type: 'delivery_dead' }, waiting, true],
    [{ type: 'step_failed', step: 'prep' }, failed, false],
    [{ type: 'step_failed', step: 'bake' }, failed, true],
    [{ type: 'step_failed', step: 'prep' }, failed.when(report({ state: 'active' })), true],
    [{ type: 'step_failed', step: 'prep' }, waiting, true],
    [{ type: 'card_waiting' }, waiting, false],
    [{ type: 'card_waiting' }, healed, true],
    [{ type: 'card_waiting' }, gone, true],
    [{ type: 'stuck' }, stuck, false],
    [{ type: 'stuck' }, waiting, true],
  ] as const)('%j: %#', (topic, { approval }, isOver) => {
    expect(isTroubleOver(topic, approval)).toBe(isOver);
  });
});

describe('a message to the trouble channel', () => {
  const nextAt = ({ approval }: Situation) => approval.work.notices.map((notice) => notice.nextAt - now);

  test('that was sent is done', () => {
    expect(troublesOf(dead.when(recordNotice({ type: 'ok' })))).toEqual([]);
  });

  test('that Slack refuses is retried as a card is, since the app may be invited', () => {
    const once = dead.when(recordNotice(refused));
    const twice = once.when(recordNotice(refused, { now: now + minute }));

    expect(nextAt(once)).toEqual([minute]);
    expect(nextAt(twice)).toEqual([6 * minute]);
    expect(troublesOf(twice)).toEqual([told({ type: 'delivery_dead' })]);
  });

  test('that may have been posted is posted again: twice is better than never', () => {
    expect(nextAt(dead.when(recordNotice({ type: 'unknown', reason: 'timeout' })))).toEqual([second]);
  });

  test('is given up after a day', () => {
    const last = dead.when(recordNotice(refused, { now: now + day - minute }));
    const late = dead.when(recordNotice(refused, { now: now + day }));

    expect([troublesOf(last), troublesOf(late)]).toEqual([[told({ type: 'delivery_dead' })], []]);
  });
});

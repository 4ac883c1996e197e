import { aRow } from '@k8s-pizza/slack-approval-testing';
import { describe, expect, test } from 'vitest';
import { giveBackSeconds, isNewerChannelRow, readChannelRow, takeSeconds, withWaiting } from './channel-row.js';

const now = Date.UTC(2026, 0, 1, 10);
const second = 1_000;
const hour = 3_600 * second;
const fresh = readChannelRow(null, 'C0PIZZA');

describe('seconds of a channel', () => {
  test('are taken from now on where nobody has any', () => {
    const { from, until } = takeSeconds(fresh, { now, count: 30, ownUntil: null });

    expect([from, until]).toEqual([now, now + 30 * second]);
  });

  test('are taken after those of other processes', () => {
    const { channel } = takeSeconds(fresh, { now, count: 30, ownUntil: null });

    expect(takeSeconds(channel, { now: now + second, count: 10, ownUntil: null }).from).toBe(now + 30 * second);
  });

  test('of a while ago are over', () => {
    const { channel } = takeSeconds(fresh, { now, count: 5, ownUntil: null });

    expect(takeSeconds(channel, { now: now + hour, count: 5, ownUntil: null }).from).toBe(now + hour);
  });

  test('that others have taken are no more of them for a clock that was set back', () => {
    const { channel } = takeSeconds(fresh, { now, count: 30, ownUntil: null });
    const back = now - hour;

    expect(takeSeconds(channel, { now: back, count: 5, ownUntil: null }).from).toBe(back + 30 * second);
  });

  test('follow at once where the last ones were taken by this process', () => {
    const { channel, until } = takeSeconds(fresh, { now, count: 30, ownUntil: null });
    const back = now - hour;

    expect(takeSeconds(channel, { now: back, count: 5, ownUntil: until }).from).toBe(back);
  });
});

describe('seconds that are not needed', () => {
  const { channel, until } = takeSeconds(fresh, { now, count: 30, ownUntil: null });
  const { channel: later } = takeSeconds(channel, { now, count: 5, ownUntil: null });
  const wish = { now: now + 2 * second, count: 10, ownUntil: null };

  test('are given back', () => {
    expect(giveBackSeconds(channel, until, 10 * second)?.nextFreeAt).toBe(now + 20 * second);
  });

  test('are the first to be taken, where others have taken some after them', () => {
    const given = giveBackSeconds(later, until, 15 * second) ?? later;

    const taken = takeSeconds(given, wish);
    expect([taken.from, taken.until]).toEqual([now + 15 * second, now + 25 * second]);
    const rest = takeSeconds(taken.channel, wish);
    expect([rest.from, rest.until]).toEqual([now + 25 * second, now + 30 * second]);
    expect(takeSeconds(rest.channel, wish).from).toBe(now + 35 * second);
  });

  test('of which some are past are taken from now on, and only whole ones', () => {
    const given = giveBackSeconds(later, until, 20 * second) ?? later;

    const taken = takeSeconds(given, { ...wish, now: now + 26.5 * second });
    expect([taken.from, taken.until]).toEqual([now + 26.5 * second, now + 29.5 * second]);
    expect(takeSeconds(given, { ...wish, now: now + 29.5 * second }).from).toBe(now + 35 * second);
  });

  test('are forgotten by a clock that was set back', () => {
    const given = giveBackSeconds(later, until, 15 * second) ?? later;

    expect(takeSeconds(given, { ...wish, now: now - hour }).from).toBe(now - hour + 35 * second);
  });

  test('of less than one second are not worth a write', () => {
    expect(giveBackSeconds(channel, until, 900)).toBeNull();
  });
});

describe('what waits in other processes', () => {
  const told = withWaiting(withWaiting(fresh, 'one', 30, now).channel, 'other', 40, now + second);

  test('is known by what they said last', () => {
    expect(told.others).toBe(30);
    expect(withWaiting(told.channel, 'one', 20, now + 2 * second).others).toBe(40);
  });

  test('is forgotten where they say nothing for two minutes, or that nothing waits', () => {
    expect(withWaiting(told.channel, 'third', 1, now + 121 * second).others).toBe(0);
    const done = withWaiting(told.channel, 'one', 0, now + 2 * second).channel;
    expect(withWaiting(done, 'other', 40, now + 3 * second).others).toBe(0);
  });
});

describe('a row', () => {
  test.each(['', 'no JSON', '[]', '{"schemaVersion":1}', '{"schemaVersion":0,"nextFreeAt":5}'])(
    'that holds %j is begun afresh',
    (body) => {
      expect(readChannelRow(aRow({ body }), 'C0PIZZA')).toEqual(fresh);
    },
  );

  test('of a newer release is told apart', () => {
    expect(isNewerChannelRow(aRow({ body: '{"schemaVersion":2}' }))).toBe(true);
    expect(isNewerChannelRow(aRow({ body: JSON.stringify(fresh) }))).toBe(false);
    expect(isNewerChannelRow(null)).toBe(false);
  });
});

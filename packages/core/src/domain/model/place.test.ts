import { describe, expect, test } from 'vitest';
import { user } from '../policy/rules.js';
import { channelOf, isSamePlace, type Place, placeOf, placesIn, thread, threadOf, toPlaceList } from './place.js';

const inThread = thread('C0OVEN', '100.1');

describe('a place', () => {
  test.each<[Place, string, string | null]>([
    ['C0OVEN', 'C0OVEN', null],
    [user('U0ALICE'), 'U0ALICE', null],
    [inThread, 'C0OVEN', '100.1'],
  ])('%j is posted to %s, in the thread %s', (place, channelId, ts) => {
    expect([channelOf(place), threadOf(place)]).toEqual([channelId, ts]);
  });

  test('of a person may be given as their id', () => {
    expect(placeOf('U0ALICE')).toEqual(user('U0ALICE'));
    expect(placeOf('C0OVEN')).toBe('C0OVEN');
  });

  test.each<[Place, Place, boolean]>([
    ['C0OVEN', 'C0OVEN', true],
    ['C0OVEN', 'C0SECOND', false],
    ['C0OVEN', inThread, false],
    [thread('C0OVEN', '100.1'), inThread, true],
    [thread('C0OVEN', '200.2'), inThread, false],
    [thread('C0SECOND', '100.1'), inThread, false],
    [user('U0ALICE'), placeOf('U0ALICE'), true],
  ])('%j and %j are the same: %s', (one, other, isSame) => {
    expect([isSamePlace(one, other), isSamePlace(other, one)]).toEqual([isSame, isSame]);
  });
});

describe('a list of places', () => {
  test('without threads is a list of ids, as it was before there were threads', () => {
    expect(toPlaceList(['C0OVEN', user('U0ALICE')])).toEqual({ channels: ['C0OVEN', 'U0ALICE'] });
    expect(placesIn({ channels: ['C0OVEN', 'U0ALICE'] })).toEqual(['C0OVEN', user('U0ALICE')]);
  });

  test('with threads names the places beside the ids', () => {
    const places = ['C0SECOND', inThread];

    expect(toPlaceList(places)).toEqual({ channels: ['C0SECOND', 'C0OVEN'], places });
    expect(placesIn(toPlaceList(places))).toEqual(places);
  });
});

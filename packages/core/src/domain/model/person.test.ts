import { describe, expect, test } from 'vitest';
import { alice, bob, dave, here, insider, person } from '../testing/world.js';
import { isPlaced, outsiderByHome, withHome } from './installation.js';
import { askersOf, isAsker, isRequester, isSamePerson, looksLikeUserId, requesterIdOf } from './person.js';
import { noFacts } from './policy.js';

describe('a plain name', () => {
  test.each([
    ...['U0ALICE', 'W012345678', '<@U0ALICE>', 'U0123456', 'U0BOB', '<@U0BOB>', 'by U0ALICE', 'u0alice', 'slack:U0BOB'],
  ])('%s contains a user id of Slack', (name) => {
    expect(looksLikeUserId(name)).toBe(true);
  });

  test.each([
    ...['alertmanager', 'U0', 'W3C', 'WEB01', 'US East', 'UPTIME-ROBOT', 'X0ALICE', 'gpu0worker', 'ubuntu2204', ''],
  ])('%s does not', (name) => {
    expect(looksLikeUserId(name)).toBe(false);
  });
});

describe('a person', () => {
  test('is identified by the user id alone, whatever the workspace', () => {
    expect(isSamePerson(alice, person('U0ALICE', 'T0OTHER'))).toBe(true);
    expect(isSamePerson(alice, bob)).toBe(false);
  });

  test('that asked is the requester; a system is not a person', () => {
    expect(isRequester(dave, person('U0DAVE', null))).toBe(true);
    expect(isRequester(dave, alice)).toBe(false);
    expect(isRequester('U0DAVE', dave)).toBe(false);
    expect(isRequester(undefined, dave)).toBe(false);
  });

  test('is an asker if they asked, if it was asked on their behalf, or if they amended it', () => {
    const asking = { requester: 'agent', onBehalfOf: dave, amenders: [bob] };

    expect(askersOf(asking)).toEqual(['agent', dave, bob]);
    expect(askersOf({ requester: alice, amenders: [] })).toEqual([alice]);
    expect([alice, bob, dave].map((one) => isAsker(asking, one))).toEqual([false, true, true]);
  });

  test('is listed by user id, a system by its name', () => {
    expect(requesterIdOf(dave)).toBe('U0DAVE');
    expect(requesterIdOf('alertmanager')).toBe('alertmanager');
  });
});

describe('an outsider, as far as the home team tells', () => {
  const inOrganisation = { appId: null, teamId: 'T0HOME', enterpriseId: 'E0ORG' };
  const wholeOrganisation = { appId: null, teamId: null, enterpriseId: 'E0ORG' };
  const onlyApp = { appId: 'A0PIZZA', teamId: null, enterpriseId: null };

  test.each([
    ['at home', 'T0HOME', null, here, false],
    ['elsewhere', 'T0OTHER', null, here, true],
    ['home not told', null, null, here, null],
    ['at home in an organisation', 'T0HOME', null, inOrganisation, false],
    ['of the organisation itself', 'E0ORG', null, inOrganisation, false],
    ['elsewhere, perhaps in the organisation', 'T0OTHER', null, inOrganisation, null],
    ['somewhere, the app is installed in an organisation', 'T0OTHER', null, wholeOrganisation, null],
    ['of that organisation itself', 'E0ORG', null, wholeOrganisation, false],
    ['at home, by the click alone', 'T0HOME', here, null, false],
    ['elsewhere, by the click alone', 'T0OTHER', here, null, true],
    ['elsewhere, though the click says home', 'T0OTHER', { ...here, teamId: 'T0OTHER' }, here, true],
    ['only the app is known', 'T0OTHER', null, onlyApp, null],
    ['only the app is known, and the click says home', 'T0HOME', here, onlyApp, false],
    ['no installation is known', 'T0HOME', null, null, null],
  ])('%s', (_, teamId, from, stored, outsider) => {
    expect(outsiderByHome(person('U0ALICE', teamId), from, stored)).toBe(outsider);
  });

  test('adds to the facts what they lack', () => {
    const stranger = person('U0ALICE', 'T0OTHER');

    expect(withHome(noFacts, alice, here, null)).toEqual({ ...noFacts, outsider: false });
    expect(withHome(noFacts, stranger, null, here).outsider).toBe(true);
    expect(withHome(insider(), stranger, null, here).outsider).toBe(false);
    expect(withHome({ ...noFacts, outsider: true }, alice, null, here).outsider).toBe(true);
  });

  test('an installation knows its place, or only its app', () => {
    expect([here, inOrganisation, wholeOrganisation].every(isPlaced)).toBe(true);
    expect([null, onlyApp].some(isPlaced)).toBe(false);
  });
});

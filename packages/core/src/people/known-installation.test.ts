import { expect, test } from 'vitest';
import type { Installation } from '../domain/model/installation.js';
import type { SlackAccess } from '../runtime/runtime.js';
import { isOurInstallation, knownInstallation } from './known-installation.js';

const nothing: Installation = { appId: null, teamId: null, enterpriseId: null };
const ofTeam: Installation = { ...nothing, teamId: 'T0PIZZA' };
const ofOrganisation: Installation = { ...nothing, enterpriseId: 'E0ORG' };

// as: nothing else of it is read
const access = (configured: Installation, installation: Installation | null = null) =>
  ({ configured, installation }) as SlackAccess;

test.each([
  ['learned', access(ofTeam, ofOrganisation), ofOrganisation],
  ['configured by team', access(ofTeam), ofTeam],
  ['configured by organisation', access(ofOrganisation), ofOrganisation],
  ['an app id alone', access({ ...nothing, appId: 'A0APPROVAL' }), null],
])('the known installation: %s', (_, slack, known) => {
  expect(knownInstallation(slack)).toEqual(known);
});

test.each([
  ['while none is known', access(nothing), ofTeam, true],
  ['the same team', access(ofTeam), ofTeam, true],
  ['another team', access(ofTeam), { ...nothing, teamId: 'T0OTHER' }, false],
  ['no team and the same organisation', access(ofOrganisation), ofOrganisation, true],
  ['no team and another organisation', access(ofOrganisation), { ...nothing, enterpriseId: 'E0OTHER' }, false],
  ['a team without organisation', access(ofTeam), nothing, false],
  ['another app than configured', access({ ...ofTeam, appId: 'A0' }), { ...ofTeam, appId: 'A1' }, false],
  ['another app than learned', access(ofTeam, { ...ofTeam, appId: 'A0' }), { ...ofTeam, appId: 'A1' }, false],
  ['an interaction that names no app', access({ ...ofTeam, appId: 'A0' }), ofTeam, true],
])('ours or not: %s', (_, slack, from, isOurs) => {
  expect(isOurInstallation(slack, from)).toBe(isOurs);
});

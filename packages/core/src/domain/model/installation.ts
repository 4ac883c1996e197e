import type { Person } from './person.js';
import type { Facts } from './policy.js';

/**
 * One installation of the Slack app: which app it is, and where it is installed.
 *
 * Ids that are not known are null. In an app that is installed for a whole Enterprise organisation, `teamId` is null.
 */
export interface Installation {
  readonly appId: string | null;
  readonly teamId: string | null;
  readonly enterpriseId: string | null;
}

/**
 * Tells from a click alone whether a person is from outside the installation; null if it can't be told.
 * In an Enterprise organisation, a person's home can be another workspace or the organisation itself (an `E…` id).
 */
export function outsiderByHome(person: Person, from: Installation | null, stored: Installation | null): boolean | null {
  const home = person.teamId;
  const installation = isPlaced(stored) ? stored : from;
  if (home === null || !isPlaced(installation)) return null;
  if (home === installation.teamId || home === installation.enterpriseId) return false;
  // another workspace can belong to the same organisation or to a stranger: only `users.info` tells
  return installation.enterpriseId === null ? true : null;
}

/** Whether the place of the installation is known, and not only its app. */
export function isPlaced(installation: Installation | null): installation is Installation {
  return installation !== null && (installation.teamId !== null || installation.enterpriseId !== null);
}

/** Adds what the person's home team tells, unless `outsider` is known already. */
export function withHome(facts: Facts, person: Person, from: Installation | null, stored: Installation | null): Facts {
  return { ...facts, outsider: facts.outsider ?? outsiderByHome(person, from, stored) };
}

/** Whether an interaction comes from another installation than the approval's. False while either is unknown. */
export function isElsewhere(from: Installation | null, stored: Installation | null): boolean {
  if (from === null || stored === null) return false;
  if (stored.appId !== null && from.appId !== null && stored.appId !== from.appId) return true;
  if (!isPlaced(stored)) return false;
  const sameTeam = stored.teamId !== null && stored.teamId === from.teamId;
  const sameEnterprise = stored.enterpriseId !== null && stored.enterpriseId === from.enterpriseId;
  return !sameTeam && !sameEnterprise;
}

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
 * Whether a person is from outside the installation, as far as the click itself tells; null where it does not.
 * In an Enterprise organisation the home may be another workspace, or the organisation itself (an `E…` id).
 */
export function outsiderByHome(person: Person, from: Installation | null, stored: Installation | null): boolean | null {
  const home = person.teamId;
  const installation = isPlaced(stored) ? stored : from;
  if (home === null || !isPlaced(installation)) return null;
  if (home === installation.teamId || home === installation.enterpriseId) return false;
  // another workspace: of the same organisation, or of somebody else's; only the person's record can tell
  return installation.enterpriseId === null ? true : null;
}

/** Whether it is known where the app is installed, and not only which app it is. */
export function isPlaced(installation: Installation | null): installation is Installation {
  return installation !== null && (installation.teamId !== null || installation.enterpriseId !== null);
}

/** The facts with what the person's home team tells, where nothing better is known. */
export function withHome(facts: Facts, person: Person, from: Installation | null, stored: Installation | null): Facts {
  return { ...facts, outsider: facts.outsider ?? outsiderByHome(person, from, stored) };
}

/** Whether an interaction comes from another installation than the one an approval lives in, as far as both are known. */
export function isElsewhere(from: Installation | null, stored: Installation | null): boolean {
  if (from === null || stored === null) return false;
  if (stored.appId !== null && from.appId !== null && stored.appId !== from.appId) return true;
  if (!isPlaced(stored)) return false;
  const sameTeam = stored.teamId !== null && stored.teamId === from.teamId;
  const sameEnterprise = stored.enterpriseId !== null && stored.enterpriseId === from.enterpriseId;
  return !sameTeam && !sameEnterprise;
}

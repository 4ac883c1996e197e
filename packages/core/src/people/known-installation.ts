import type { Installation } from '../domain/model/installation.js';
import type { SlackAccess } from '../runtime/runtime.js';

/** Returns the installation that this process knows: from `auth.test`, or else from the options. It calls nothing. */
export function knownInstallation({ installation, configured }: SlackAccess): Installation | null {
  if (installation !== null) return installation;
  return configured.teamId === null && configured.enterpriseId === null ? null : configured;
}

/** Tells whether an interaction comes from the known installation. While none is known, the signature has to be enough. */
export function isOurInstallation(slack: SlackAccess, from: Installation): boolean {
  const appId = slack.configured.appId ?? slack.installation?.appId ?? null;
  if (appId !== null && from.appId !== null && appId !== from.appId) return false;
  const known = knownInstallation(slack);
  if (known === null) return true;
  const isTeam = known.teamId !== null && known.teamId === from.teamId;
  return isTeam || (known.enterpriseId !== null && known.enterpriseId === from.enterpriseId);
}

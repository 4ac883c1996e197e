import type { Installation } from '../domain/model/installation.js';
import type { SlackAccess } from '../runtime/runtime.js';

/** What this process knows of the installation without asking: what it learned, else what the options say of team or enterprise. */
export function knownInstallation({ installation, configured }: SlackAccess): Installation | null {
  if (installation !== null) return installation;
  return configured.teamId === null && configured.enterpriseId === null ? null : configured;
}

/** Whether an interaction comes from the installation this process knows. Where it knows none yet, the signature has to do. */
export function isOurInstallation(slack: SlackAccess, from: Installation): boolean {
  const appId = slack.configured.appId ?? slack.installation?.appId ?? null;
  if (appId !== null && from.appId !== null && appId !== from.appId) return false;
  const known = knownInstallation(slack);
  if (known === null) return true;
  const isTeam = known.teamId !== null && known.teamId === from.teamId;
  return isTeam || (known.enterpriseId !== null && known.enterpriseId === from.enterpriseId);
}

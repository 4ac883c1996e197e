import type { Person } from '../../domain/model/person.js';
import type { AppContext } from './interaction.js';
import { type JsonRecord, optionalRecord, optionalString, requireRecord, requireString } from './json-fields.js';

/** Reads whose app this is. In a view it may have been opened in another workspace than the app's: the view itself says which. */
export function appContextOf(payload: JsonRecord, view: JsonRecord | null): AppContext {
  const team = optionalRecord(payload, 'team');
  const enterprise = optionalRecord(payload, 'enterprise');
  return {
    appId: optionalString(payload, 'api_app_id'),
    teamId: optionalString(view, 'app_installed_team_id') ?? optionalString(team, 'id'),
    enterpriseId: optionalString(enterprise, 'id') ?? optionalString(team, 'enterprise_id'),
  };
}

/** Reads who clicked or submitted. Their home is taken from `user` only: `team` is the app's, and theirs may be another. */
export function personOf(payload: JsonRecord, context: AppContext): Person {
  const user = requireRecord(payload.user, 'user');
  return toPerson(requireString(user, 'id'), optionalString(user, 'team_id'), context);
}

/**
 * A home may be a workspace or, in an Enterprise organisation, the organisation itself (`E…`).
 * Whose organisation another workspace belongs to, no payload says.
 */
export function toPerson(userId: string, homeId: string | null, context: AppContext): Person {
  if (homeId?.startsWith('E')) return { userId, teamId: homeId, enterpriseId: homeId };
  const isAtHome = homeId !== null && homeId === context.teamId;
  return { userId, teamId: homeId, enterpriseId: isAtHome ? context.enterpriseId : null };
}

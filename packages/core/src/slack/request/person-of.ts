import type { Installation } from '../../domain/model/installation.js';
import type { Person } from '../../domain/model/person.js';
import { type JsonObject, optionalObject, optionalString, requireObject, requireString } from './body/json-fields.js';

/** Reads which installation a payload is for. A view can be opened in another workspace than the app's, so the view names its own. */
export function installationOf(payload: JsonObject, view: JsonObject | null): Installation {
  const team = optionalObject(payload, 'team');
  const enterprise = optionalObject(payload, 'enterprise');
  return {
    appId: optionalString(payload, 'api_app_id'),
    teamId: optionalString(view, 'app_installed_team_id') ?? optionalString(team, 'id'),
    enterpriseId: optionalString(enterprise, 'id') ?? optionalString(team, 'enterprise_id'),
  };
}

/** Reads who clicked or submitted. Their home comes from `user` alone: `team` is the app's workspace, and theirs can be another. */
export function personOf(payload: JsonObject, installation: Installation): Person {
  const user = requireObject(payload.user, 'user');
  return toPerson(requireString(user, 'id'), optionalString(user, 'team_id'), installation);
}

/**
 * Makes a person from a user id and the id of their home: a workspace or, in an Enterprise organisation, the organisation (`E…`).
 * No payload tells which organisation another workspace belongs to.
 */
export function toPerson(userId: string, homeId: string | null, installation: Installation): Person {
  if (homeId?.startsWith('E')) return { userId, teamId: homeId, enterpriseId: homeId };
  const isAtHome = homeId !== null && homeId === installation.teamId;
  return { userId, teamId: homeId, enterpriseId: isAtHome ? installation.enterpriseId : null };
}

import type { Installation } from '../../domain/model/installation.js';
import { isPlainObject } from '../../is-plain-object.js';
import { type JsonObject, optionalString, requireObject, requireString } from './body/json-fields.js';
import type { AppJoinedChannel, SlackEvent } from './interaction.js';
import { toPerson } from './person-of.js';

/**
 * Reads an Events API envelope. In a shared channel `team_id` can be another company's, so `context_team_id` and the authorization
 * come first. Events use one name for fields of several types, so a field of another type counts as absent, not as malformed.
 */
export function parseEvent(envelope: JsonObject): SlackEvent | AppJoinedChannel {
  const event = requireObject(envelope.event, 'event');
  const authorization = firstAuthorization(envelope.authorizations);
  const installation: Installation = {
    appId: optionalString(envelope, 'api_app_id'),
    teamId:
      textOrNull(envelope.context_team_id) ?? textOrNull(authorization?.team_id) ?? optionalString(envelope, 'team_id'),
    enterpriseId: textOrNull(envelope.context_enterprise_id) ?? textOrNull(authorization?.enterprise_id),
  };
  const eventId = requireString(envelope, 'event_id');
  const eventType = requireString(event, 'type');
  const userId = textOrNull(event.user);
  const channelId = textOrNull(event.channel);
  const isJoin = eventType === 'member_joined_channel' && isOwnBot(userId, envelope.authorizations);
  if (isJoin && channelId !== null) return { type: 'app_joined_channel', ...installation, eventId, channelId };
  return {
    type: 'event',
    ...installation,
    eventId,
    eventType,
    user: userId === null ? null : toPerson(userId, textOrNull(event.user_team), installation),
    channelId,
    tab: textOrNull(event.tab),
    viewMetadata: isPlainObject(event.view) ? textOrNull(event.view.private_metadata) : null,
    text: textOrNull(event.text),
  };
}

/** Whether the app's own bot joined. Slack names that bot in the authorizations. */
function isOwnBot(userId: string | null, authorizations: unknown): boolean {
  if (userId === null || !Array.isArray(authorizations)) return false;
  return authorizations.some((one) => isPlainObject(one) && one.is_bot === true && one.user_id === userId);
}

function firstAuthorization(authorizations: unknown): JsonObject | null {
  const first: unknown = Array.isArray(authorizations) ? authorizations[0] : null;
  return isPlainObject(first) ? first : null;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

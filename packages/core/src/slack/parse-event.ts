import { toPerson } from './app-context.js';
import type { AppContext, SlackEvent } from './interaction.js';
import { isRecord, type JsonRecord, optionalString, requireRecord, requireString } from './json-fields.js';

/**
 * Reads an Events API envelope. `team_id` may be somebody else's in a shared channel: the context and the authorization
 * come before it. Events give one name to fields of many shapes, so what has another shape is absent, not malformed.
 */
export function parseEvent(envelope: JsonRecord): SlackEvent {
  const event = requireRecord(envelope.event, 'event');
  const authorization = firstAuthorization(envelope.authorizations);
  const context: AppContext = {
    appId: optionalString(envelope, 'api_app_id'),
    teamId:
      textOrNull(envelope.context_team_id) ?? textOrNull(authorization?.team_id) ?? optionalString(envelope, 'team_id'),
    enterpriseId: textOrNull(envelope.context_enterprise_id) ?? textOrNull(authorization?.enterprise_id),
  };
  const userId = textOrNull(event.user);
  return {
    type: 'event',
    ...context,
    eventId: requireString(envelope, 'event_id'),
    eventType: requireString(event, 'type'),
    user: userId === null ? null : toPerson(userId, textOrNull(event.user_team), context),
    channelId: textOrNull(event.channel),
    tab: textOrNull(event.tab),
    text: textOrNull(event.text),
  };
}

function firstAuthorization(authorizations: unknown): JsonRecord | null {
  const first: unknown = Array.isArray(authorizations) ? authorizations[0] : null;
  return isRecord(first) ? first : null;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

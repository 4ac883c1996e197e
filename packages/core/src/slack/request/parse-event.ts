import { toPerson } from './app-context.js';
import type { AppContext, AppJoinedChannel, SlackEvent } from './interaction.js';
import { isRecord, type JsonRecord, optionalString, requireRecord, requireString } from './json-fields.js';

/**
 * Reads an Events API envelope. `team_id` may be somebody else's in a shared channel: the context and the authorization
 * come before it. Events give one name to fields of many shapes, so what has another shape is absent, not malformed.
 */
export function parseEvent(envelope: JsonRecord): SlackEvent | AppJoinedChannel {
  const event = requireRecord(envelope.event, 'event');
  const authorization = firstAuthorization(envelope.authorizations);
  const context: AppContext = {
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
  if (isJoin && channelId !== null) return { type: 'app_joined_channel', ...context, eventId, channelId };
  return {
    type: 'event',
    ...context,
    eventId,
    eventType,
    user: userId === null ? null : toPerson(userId, textOrNull(event.user_team), context),
    channelId,
    tab: textOrNull(event.tab),
    text: textOrNull(event.text),
  };
}

/** Slack names the app's own bot in the authorizations. Other members, and other bots, are people who join. */
function isOwnBot(userId: string | null, authorizations: unknown): boolean {
  if (userId === null || !Array.isArray(authorizations)) return false;
  return authorizations.some((one) => isRecord(one) && one.is_bot === true && one.user_id === userId);
}

function firstAuthorization(authorizations: unknown): JsonRecord | null {
  const first: unknown = Array.isArray(authorizations) ? authorizations[0] : null;
  return isRecord(first) ? first : null;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

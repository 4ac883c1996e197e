import type { Installation } from '../../domain/model/installation.js';
import { type JsonObject, optionalString, replaceLoneSurrogates, requireString } from './body/json-fields.js';
import type { SlashCommand } from './interaction.js';
import { toPerson } from './person-of.js';

/**
 * Reads the fields of a slash command. People from outside can't use slash commands in shared channels,
 * so the workspace of the command counts as the person's home.
 */
export function parseCommand(fields: JsonObject): SlashCommand {
  const installation: Installation = {
    appId: optionalString(fields, 'api_app_id'),
    teamId: optionalString(fields, 'team_id'),
    enterpriseId: optionalString(fields, 'enterprise_id'),
  };
  return {
    type: 'slash_command',
    ...installation,
    user: toPerson(requireString(fields, 'user_id'), installation.teamId, installation),
    channelId: optionalString(fields, 'channel_id'),
    command: requireString(fields, 'command'),
    text: replaceLoneSurrogates(optionalString(fields, 'text') ?? ''),
    triggerId: optionalString(fields, 'trigger_id'),
    responseUrl: optionalString(fields, 'response_url'),
  };
}

import { installation, teamDomain, verificationToken } from '../model/default-world.js';
import { issueResponseUrl } from '../model/response-urls.js';
import { issueTrigger } from '../model/triggers.js';
import type { Sent } from '../sent.js';
import { SimulatorError } from '../simulator-error.js';
import { actor, conversationOf } from './actors.js';
import { showCommandAnswer } from './command-answer.js';
import type { Outbox } from './outbox.js';

export interface Command {
  readonly userId: string;
  readonly channelId: string;
  readonly command: string;
  readonly text: string;
}

/** §2 slash command: form fields. §5 Slack Connect: commands are not shared, so an outsider has none of ours. */
export async function sendCommand(outbox: Outbox, { userId, channelId, command, text }: Command): Promise<Sent> {
  const { model, origin } = outbox;
  const person = actor(model, userId);
  const conversation = conversationOf(model, person, channelId);
  if (person.teamId !== installation.teamId) {
    throw new SimulatorError('cannot_see', `${userId} belongs to another company, which does not have ${command}.`);
  }

  const about = { userId, channelId: conversation.id, messageTs: null };
  const fields = {
    token: verificationToken,
    team_id: installation.teamId,
    team_domain: teamDomain,
    channel_id: conversation.id,
    channel_name: conversation.name,
    user_id: userId,
    user_name: person.name,
    command,
    text,
    api_app_id: installation.appId,
    is_enterprise_install: 'false',
    response_url: origin + issueResponseUrl(model, 'commands', about),
    trigger_id: issueTrigger(model, userId, null),
  };
  const { sent } = await outbox.send({
    method: 'slash_command',
    contentType: 'application/x-www-form-urlencoded',
    body: new URLSearchParams(fields).toString(),
    onAnswer: (body) => showCommandAnswer(model, conversation.id, userId, body),
  });
  return sent;
}

import { findConversationOfApp, openDirectChannel } from '../model/conversations.js';
import { teamDomain } from '../model/default-world.js';
import { addMessage, changeMessage, findMessage, removeMessage, threadRefusal } from '../model/messages.js';
import type { Model, StoredMessage } from '../model/model.js';
import type { ChannelRecord } from '../model/world-records.js';
import { messageOutput } from '../payload-parts.js';
import { limits } from '../rules/limits.js';
import type { CallArguments } from './call-arguments.js';
import { readContent } from './message-content.js';
import { isRefusal, type MethodResult, type Refusal, refuse, succeed } from './method.js';

/** §5: posting to a person's id opens the direct message with them. */
function conversationToPostIn(model: Model, id: string): ChannelRecord | null {
  const person = model.world.person(id);
  if (person === null) return findConversationOfApp(model, id);
  return person.deleted ? null : openDirectChannel(model, id);
}

function ifOpen(model: Model, conversation: ChannelRecord | null): ChannelRecord | Refusal {
  if (conversation === null) return refuse('channel_not_found');
  if (conversation.archived) return refuse('is_archived');
  // §5: chat:write.public skips the invitation. A private channel without the app is not found before this line
  const invited = conversation.appIsMember || model.world.scopes().includes('chat:write.public');
  return invited ? conversation : refuse('not_in_channel');
}

export function postMessage(model: Model, call: CallArguments): MethodResult {
  const conversation = ifOpen(model, conversationToPostIn(model, call.text('channel')));
  if (isRefusal(conversation)) return conversation;
  const content = readContent(call);
  if (isRefusal(content)) return content;
  const refused = content.threadTs === null ? null : threadRefusal(model, conversation.id, content.threadTs);
  if (refused !== null) return refuse(refused);

  const message = addMessage(model, { ...content, channelId: conversation.id, ephemeralFor: null });
  return succeed({ channel: conversation.id, ts: message.ts, message: messageOutput(message) });
}

export function postEphemeral(model: Model, call: CallArguments): MethodResult {
  const conversation = ifOpen(model, findConversationOfApp(model, call.text('channel')));
  if (isRefusal(conversation)) return conversation;
  const userId = call.text('user');
  if (!conversation.members.includes(userId)) return refuse('user_not_in_channel');
  const content = readContent(call);
  if (isRefusal(content)) return content;

  const message = addMessage(model, { ...content, channelId: conversation.id, ephemeralFor: userId });
  return succeed({ message_ts: message.ts });
}

/** The app's own message. An ephemeral one is not found: only its response URL reaches it (§2). */
function ownMessage(model: Model, call: CallArguments): StoredMessage | Refusal {
  const conversation = findConversationOfApp(model, call.text('channel'));
  if (conversation === null) return refuse('channel_not_found');
  const message = findMessage(model, conversation.id, call.text('ts'));
  return message === null || message.ephemeralFor !== null ? refuse('message_not_found') : message;
}

export function update(model: Model, call: CallArguments): MethodResult {
  const message = ownMessage(model, call);
  if (isRefusal(message)) return message;
  if (findConversationOfApp(model, message.channelId)?.archived === true) return refuse('is_inactive');
  const { lockedBy = null } = message;
  if (lockedBy !== null) return refuse(lockedBy);
  if (call.text('text').length > limits.updatedText) return refuse('msg_too_long');
  const content = readContent(call);
  if (isRefusal(content)) return content;

  const changed = changeMessage(model, message, {
    // §5: text without blocks removes the blocks
    blocks: content.blocks,
    text: call.has('text') ? content.text : message.text,
    metadata: call.has('metadata') ? content.metadata : message.metadata,
    // §4: an update that does not say how to parse resets to `client`
    parse: content.parse ?? 'client',
  });
  return succeed({ channel: changed.channelId, ts: changed.ts, text: changed.text, message: messageOutput(changed) });
}

export function remove(model: Model, call: CallArguments): MethodResult {
  const message = ownMessage(model, call);
  if (isRefusal(message)) return message;
  removeMessage(model, message);
  return succeed({ channel: message.channelId, ts: message.ts });
}

/** §5: the address of any message that the app can see, also of other people's. */
export function getPermalink(model: Model, call: CallArguments): MethodResult {
  const conversation = findConversationOfApp(model, call.text('channel'));
  if (conversation === null) return refuse('channel_not_found');
  const message = findMessage(model, conversation.id, call.text('message_ts'));
  if (message === null || message.ephemeralFor !== null) return refuse('message_not_found');
  const permalink = `https://${teamDomain}.slack.com/archives/${conversation.id}/p${message.ts.replace('.', '')}`;
  return succeed({ channel: conversation.id, permalink });
}

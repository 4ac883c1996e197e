import type { Model } from './model.js';
import type { ChannelRecord } from './world-records.js';

function asConversation(direct: { readonly id: string; readonly userId: string }): ChannelRecord {
  return {
    id: direct.id,
    name: 'directmessage',
    members: [direct.userId],
    appIsMember: true,
    archived: false,
    private: true,
    externallyShared: false,
  };
}

/** A channel or a direct message, by its own id. */
export function findConversation(model: Model, id: string): ChannelRecord | null {
  const direct = model.state.directChannels.find((candidate) => candidate.id === id);
  return direct === undefined ? model.world.channel(id) : asConversation(direct);
}

/** What the app can see: a private channel without the app is not found (§5). */
export function findConversationOfApp(model: Model, id: string): ChannelRecord | null {
  const conversation = findConversation(model, id);
  return conversation?.private === true && !conversation.appIsMember ? null : conversation;
}

/** Like `findConversation`, and a person's id finds the direct message with them where there is one. */
export function findConversationOrDirect(model: Model, id: string): ChannelRecord | null {
  const direct = model.state.directChannels.find((candidate) => candidate.userId === id);
  return direct === undefined ? findConversation(model, id) : asConversation(direct);
}

/** §5 conversations.open; also what posting to a person's id does. */
export function openDirectChannel(model: Model, userId: string): ChannelRecord {
  const existing = model.state.directChannels.find((candidate) => candidate.userId === userId);
  if (existing !== undefined) return asConversation(existing);
  const direct = { id: model.nextId('D'), userId };
  model.state.directChannels.push(direct);
  model.changed();
  return asConversation(direct);
}

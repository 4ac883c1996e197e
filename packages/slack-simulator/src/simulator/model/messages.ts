import type { Model, StoredMessage } from './model.js';
import type { ChannelRecord } from './world-records.js';

export function addMessage(model: Model, message: Omit<StoredMessage, 'ts'>): StoredMessage {
  const stored = { ...message, ts: model.nextTs() };
  model.state.messages.push(stored);
  model.changed();
  return stored;
}

export function findMessage(model: Model, channelId: string, ts: string): StoredMessage | null {
  return model.state.messages.find((message) => message.channelId === channelId && message.ts === ts) ?? null;
}

export function changeMessage(model: Model, message: StoredMessage, changes: Partial<StoredMessage>): StoredMessage {
  const changed = { ...message, ...changes };
  model.state.messages = model.state.messages.map((candidate) => (candidate.ts === message.ts ? changed : candidate));
  model.changed();
  return changed;
}

export function removeMessage(model: Model, message: StoredMessage): void {
  model.state.messages = model.state.messages.filter((candidate) => candidate.ts !== message.ts);
  model.changed();
}

/** Members see a channel; an ephemeral message is its one person's (§5 chat.postEphemeral). */
export function canSee(conversation: ChannelRecord, message: StoredMessage, userId: string): boolean {
  return conversation.members.includes(userId) && (message.ephemeralFor ?? userId) === userId;
}

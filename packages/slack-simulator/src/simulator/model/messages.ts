import type { Model, StoredMessage, ThreadRefusal } from './model.js';
import { notifiedPeople } from './notified-people.js';
import type { ChannelRecord } from './world-records.js';

export function addMessage(model: Model, message: Omit<StoredMessage, 'ts' | 'notified'>): StoredMessage {
  const stored = { ...message, ts: model.nextTs(), notified: notifiedPeople(model, message) };
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
  model.state.deleted.push({ channelId: message.channelId, ts: message.ts });
  model.changed();
}

/** §5: why Slack takes no reply to a message; null: it does. People's messages are not kept, so any other `ts` may be one of theirs. */
export function threadRefusal(model: Model, channelId: string, ts: string): ThreadRefusal | 'thread_not_found' | null {
  const isIt = (candidate: { readonly channelId: string; readonly ts: string }): boolean =>
    candidate.channelId === channelId && candidate.ts === ts;
  if (model.state.deleted.some(isIt)) return 'thread_not_found';
  return model.state.lockedThreads.find(isIt)?.error ?? null;
}

/** Members see a channel; an ephemeral message is its one person's (§5 chat.postEphemeral). */
export function canSee(conversation: ChannelRecord, message: StoredMessage, userId: string): boolean {
  return conversation.members.includes(userId) && (message.ephemeralFor ?? userId) === userId;
}

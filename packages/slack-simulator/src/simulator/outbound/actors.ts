import { findConversationOrDirect } from '../model/conversations.js';
import type { Model } from '../model/model.js';
import type { ChannelRecord, PersonRecord } from '../model/world-records.js';
import { SimulatorError } from '../simulator-error.js';

/** Finds a person who can act in Slack now. */
export function actor(model: Model, userId: string): PersonRecord {
  const person = model.world.person(userId);
  if (person === null)
    throw new SimulatorError(
      'unknown_person',
      `Expected a person of the workspace, got ${userId}: add it to \`people\`.`,
    );
  if (person.deleted) throw new SimulatorError('cannot_see', `${userId} is deactivated: choose an active person.`);
  return person;
}

/** A conversation this person is in. */
export function conversationOf(model: Model, person: PersonRecord, channelId: string): ChannelRecord {
  const conversation = findConversationOrDirect(model, channelId);
  if (conversation === null)
    throw new SimulatorError('unknown_channel', `Expected a channel or a person of the workspace, got ${channelId}.`);
  if (!conversation.members.includes(person.id)) {
    throw new SimulatorError('cannot_see', `${person.id} is not in ${conversation.id}: choose one of its members.`);
  }
  return conversation;
}

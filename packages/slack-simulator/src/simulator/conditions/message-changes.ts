import { canSee, changeMessage, findMessage, removeMessage } from '../model/messages.js';
import type { Model, StoredMessage, ThreadRefusal, UpdateRefusal } from '../model/model.js';
import { actor, conversationOf } from '../outbound/actors.js';
import { SimulatorError } from '../simulator-error.js';

/** §2: a person who may deletes a message of the app. A private one can only be dismissed. */
export function deleteMessage(
  model: Model,
  { userId, channelId, ts }: { readonly userId: string; readonly channelId: string; readonly ts: string },
): void {
  const person = actor(model, userId);
  const conversation = conversationOf(model, person, channelId);
  const message = messageIn(model, conversation.id, ts);
  if (!canSee(conversation, message, person.id)) {
    throw new SimulatorError('cannot_see', `Only ${message.ephemeralFor} sees the message ${ts}.`);
  }
  if (message.ephemeralFor !== null) {
    throw new SimulatorError(
      'not_simulated',
      'Slack does not delete a private message: the person who sees it dismisses it.',
    );
  }
  removeMessage(model, message);
}

/** Null lets the app change the message again. */
export function lockMessage(model: Model, channelId: string, ts: string, lockedBy: UpdateRefusal | null): void {
  changeMessage(model, messageIn(model, channelId, ts), { lockedBy });
}

/** §5: null lets Slack take replies again. The message may be a person's, which is not kept here. */
export function lockThread(model: Model, channelId: string, ts: string, error: ThreadRefusal | null): void {
  const others = model.state.lockedThreads.filter((locked) => locked.channelId !== channelId || locked.ts !== ts);
  model.state.lockedThreads = error === null ? others : [...others, { channelId, ts, error }];
  model.changed();
}

function messageIn(model: Model, channelId: string, ts: string): StoredMessage {
  const message = findMessage(model, channelId, ts);
  if (message === null) throw new SimulatorError('message_not_found', `Expected a message of ${channelId}, got ${ts}.`);
  return message;
}

import type { SimulatedMessage, SimulatedView } from '../slack-simulator.js';
import { findConversationOrDirect } from './conversations.js';
import { canSee } from './messages.js';
import type { Model, StoredMessage, StoredView } from './model.js';
import { findHome, isHome } from './views.js';

function shownMessage(message: StoredMessage): SimulatedMessage {
  const { ts, text, blocks, ephemeralFor, threadTs, isBroadcast = false, notified = [], parse } = message;
  return { ts, text, blocks, ephemeralFor, threadTs, isBroadcast, notified, parse };
}

function shownView({ id, view, hash, errors }: StoredView): SimulatedView {
  return {
    id,
    title: view.type === 'modal' ? view.title.text : null,
    callbackId: view.callback_id ?? '',
    privateMetadata: view.private_metadata ?? '',
    hash,
    blocks: view.blocks,
    errors,
  };
}

/** Reads the messages of a channel: all of them, or those that one person sees. */
export function readMessages(model: Model, channelId: string, asUser: string | null): readonly SimulatedMessage[] {
  const conversation = findConversationOrDirect(model, channelId);
  if (conversation === null) return [];
  return model.state.messages
    .filter((message) => message.channelId === conversation.id)
    .filter((message) => asUser === null || canSee(conversation, message, asUser))
    .map(shownMessage);
}

export function readModals(model: Model, userId: string): readonly SimulatedView[] {
  return model.state.views.filter((stored) => stored.userId === userId && !isHome(stored)).map(shownView);
}

export function readHome(model: Model, userId: string): SimulatedView | null {
  const home = findHome(model, userId);
  return home === null ? null : shownView(home);
}

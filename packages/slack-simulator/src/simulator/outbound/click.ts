import { stateOf, withChoice } from '../elements/block-state.js';
import { canSee, findMessage } from '../model/messages.js';
import type { StoredMessage } from '../model/model.js';
import { issueResponseUrl } from '../model/response-urls.js';
import { issueTrigger } from '../model/triggers.js';
import { chooseInView, findView, isHome, isOnTop } from '../model/views.js';
import type { ChannelRecord, PersonRecord } from '../model/world-records.js';
import { installationFields, messageOutput, userOutput, viewOutput, withBlockIds } from '../payload-parts.js';
import type { Sent } from '../sent.js';
import { SimulatorError } from '../simulator-error.js';
import type { MessageClick, ViewClick } from '../slack-simulator.js';
import { actor, conversationOf } from './actors.js';
import { useElement } from './elements.js';
import { interaction, type Outbox } from './outbox.js';

/** §2 block_actions: what every click carries. */
function blockActions(person: PersonRecord, triggerId: string, action: object) {
  return {
    type: 'block_actions',
    ...installationFields,
    user: { username: person.name, ...userOutput(person) },
    trigger_id: triggerId,
    actions: [action],
  };
}

/** §2 `container`: an ephemeral message is told by it alone, its `message` is absent. */
function messageFields(conversation: ChannelRecord, message: StoredMessage): object {
  const isEphemeral = message.ephemeralFor !== null;
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: conversation.id,
      is_ephemeral: isEphemeral,
      ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
      is_app_unfurl: false,
    },
    channel: { id: conversation.id, name: conversation.name },
    ...(isEphemeral ? {} : { message: messageOutput(message) }),
  };
}

export async function clickInMessage(outbox: Outbox, options: MessageClick): Promise<Sent> {
  const { model, origin } = outbox;
  const person = actor(model, options.userId);
  const conversation = conversationOf(model, person, options.channelId);
  const message = findMessage(model, conversation.id, options.ts);
  if (message === null)
    throw new SimulatorError('message_not_found', `Expected a message of ${conversation.id}, got ${options.ts}.`);
  if (!canSee(conversation, message, person.id)) {
    throw new SimulatorError('cannot_see', `Only ${message.ephemeralFor} sees the message ${message.ts}.`);
  }

  const { action, blockId, held } = useElement(message.blocks, options, model.nextTs());
  const about = { userId: person.id, channelId: conversation.id, messageTs: message.ts };
  const responseUrl = origin + issueResponseUrl(model, 'actions', about);
  const { sent } = await outbox.send(
    interaction({
      ...blockActions(person, issueTrigger(model, person.id, null), action),
      ...messageFields(conversation, message),
      state: { values: stateOf(withBlockIds(message.blocks), withChoice({}, blockId, options.actionId, held)) },
      response_url: responseUrl,
    }),
  );
  return sent;
}

/**
 * §2: a click in a Home tab has no channel, no message and no response URL; one in a modal has none either. Its view has what all
 * elements hold, the one that was used included.
 */
export async function clickInView(outbox: Outbox, options: ViewClick): Promise<Sent> {
  const { model } = outbox;
  const person = actor(model, options.userId);
  const stored = findView(model, options.viewId);
  if (stored === null || stored.userId !== person.id || !(isHome(stored) || isOnTop(model, stored))) {
    throw new SimulatorError('view_not_open', `Expected a view that ${person.id} has open, got ${options.viewId}.`);
  }

  const { actionId } = options;
  const { action, blockId, held } = useElement(stored.view.blocks, options, model.nextTs());
  const { chosen, ...shown } = chooseInView(model, stored, { blockId, actionId, held });
  const { sent } = await outbox.send(
    interaction({
      ...blockActions(person, issueTrigger(model, person.id, isHome(stored) ? null : stored.id), action),
      container: { type: 'view', view_id: stored.id },
      view: viewOutput(shown, stateOf(withBlockIds(shown.view.blocks), chosen)),
    }),
  );
  return sent;
}

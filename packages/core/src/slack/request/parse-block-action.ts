import { isPlainObject } from '../../is-plain-object.js';
import {
  type JsonObject,
  malformed,
  optionalObject,
  optionalString,
  requireObject,
  requireString,
} from './body/json-fields.js';
import type { Interaction } from './interaction.js';
import { installationOf, personOf } from './person-of.js';

/** Reads a `block_actions` payload. Ephemeral messages come without `message`, so `container` tells the channel and the time. */
export function parseBlockAction(payload: JsonObject): Interaction {
  const { actions } = payload;
  if (!Array.isArray(actions)) throw malformed('actions');
  if (actions.length !== 1) return { type: 'unsupported', what: 'block_actions without exactly one action' };
  const action = requireObject(actions[0], 'action');
  const container = optionalObject(payload, 'container');
  const view = optionalObject(payload, 'view');
  const installation = installationOf(payload, view);
  return {
    type: 'block_action',
    appId: installation.appId,
    teamId: installation.teamId,
    enterpriseId: installation.enterpriseId,
    user: personOf(payload, installation),
    channelId: optionalString(container, 'channel_id') ?? optionalString(optionalObject(payload, 'channel'), 'id'),
    messageTs: optionalString(container, 'message_ts') ?? optionalString(optionalObject(payload, 'message'), 'ts'),
    isEphemeral: container?.is_ephemeral === true,
    threadTs: optionalString(container, 'thread_ts'),
    viewId: optionalString(container, 'view_id') ?? optionalString(view, 'id'),
    isHome: optionalString(view, 'type') === 'home',
    viewMetadata: optionalString(view, 'private_metadata'),
    viewHash: optionalString(view, 'hash'),
    viewState: view?.state,
    actionId: requireString(action, 'action_id'),
    blockId: optionalString(action, 'block_id'),
    value: optionalString(action, 'value') ?? optionalString(optionalObject(action, 'selected_option'), 'value'),
    actionTs: requireString(action, 'action_ts'),
    triggerId: optionalString(payload, 'trigger_id'),
    responseUrl: optionalString(payload, 'response_url'),
  };
}

/** Reads a payload if it is a click; null: it is something else, which `parsePayload` reads. */
export function clickOf(json: unknown): Interaction | null {
  return isPlainObject(json) && json.type === 'block_actions' ? parseBlockAction(json) : null;
}

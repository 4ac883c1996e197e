import { isPlainObject } from '../../is-plain-object.js';
import { maxModalBlocks } from '../blocks/limits.js';
import type { ViewClosed, ViewSubmission } from './interaction.js';
import {
  type JsonObject,
  malformed,
  optionalObject,
  optionalString,
  replaceLoneSurrogates,
  requireObject,
  requireString,
} from './json-fields.js';
import { installationOf, personOf } from './person-of.js';

/** Reads a `view_submission` payload. */
export function parseViewSubmission(payload: JsonObject): ViewSubmission {
  const view = requireObject(payload.view, 'view');
  const installation = installationOf(payload, view);
  return {
    type: 'view_submission',
    ...installation,
    user: personOf(payload, installation),
    viewId: requireString(view, 'id'),
    callbackId: optionalString(view, 'callback_id'),
    privateMetadata: optionalString(view, 'private_metadata') ?? '',
    hash: optionalString(view, 'hash'),
    values: readValues(optionalObject(optionalObject(view, 'state') ?? {}, 'values') ?? {}),
    triggerId: optionalString(payload, 'trigger_id'),
  };
}

/** Reads a `view_closed` payload. */
export function parseViewClosed(payload: JsonObject): ViewClosed {
  const view = requireObject(payload.view, 'view');
  const installation = installationOf(payload, view);
  return {
    type: 'view_closed',
    ...installation,
    user: personOf(payload, installation),
    viewId: requireString(view, 'id'),
    callbackId: optionalString(view, 'callback_id'),
    isCleared: payload.is_cleared === true,
  };
}

/**
 * An input block of ours holds one element, so its block id is enough of a name; it is also what an error is shown under.
 * Modals of the same app that are not ours may hold others: what cannot be read as text is absent.
 */
function readValues(blocks: JsonObject): Readonly<Record<string, string>> {
  const blockIds = Object.keys(blocks);
  if (blockIds.length > maxModalBlocks) throw malformed('state.values');
  const values: Record<string, string> = Object.create(null);
  for (const blockId of blockIds) {
    const value = Object.values(requireObject(blocks[blockId], 'state.values')).map(readElement).find(isText);
    if (isText(value)) values[blockId] = replaceLoneSurrogates(value);
  }
  return values;
}

/** Text inputs carry `value`, static selects `selected_option`; either is null when left empty. */
function readElement(element: unknown): unknown {
  const { value, selected_option: selected } = requireObject(element, 'state.values');
  return isPlainObject(selected) ? selected.value : value;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

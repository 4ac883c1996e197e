import { isPlainObject } from '../../is-plain-object.js';
import { maxModalBlocks } from '../blocks/limits.js';
import {
  type JsonObject,
  malformed,
  optionalObject,
  optionalString,
  replaceLoneSurrogates,
  requireObject,
  requireString,
} from './body/json-fields.js';
import type { ViewClosed, ViewSubmission } from './interaction.js';
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
 * Reads the entered values by block id. Each of our input blocks holds one element, so the block id names the value, and errors too.
 * Other modals of the same app can hold other elements: a value that is not text is left out.
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

/** Reads what was entered or chosen: the value of the ticked box for checkboxes. All are null or empty when left empty. */
function readElement(element: unknown): unknown {
  const fields = requireObject(element, 'state.values');
  const { value, selected_date: date, selected_options: ticked } = fields;
  const selected = Array.isArray(ticked) ? ticked[0] : fields.selected_option;
  return isPlainObject(selected) ? selected.value : (value ?? date);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

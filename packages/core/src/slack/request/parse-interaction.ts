import type { DecodedBody } from './body/decode-body.js';
import { type JsonObject, malformed, requireObject, requireString } from './body/json-fields.js';
import type { Interaction } from './interaction.js';
import { parseBlockAction } from './parse-block-action.js';
import { parseCommand } from './parse-command.js';
import { parseEvent } from './parse-event.js';
import { parseViewClosed, parseViewSubmission } from './parse-view.js';

/** The maximum length of a challenge. Slack's have about fifty characters. */
const maxChallenge = 1_000;

/**
 * Reads a decoded body as one interaction. Only the content of the body decides what it is.
 *
 * @throws {SlackApprovalError} malformed_body — a field that this library needs is missing or has another type
 */
export function parseInteraction(body: DecodedBody): Interaction {
  switch (body.type) {
    case 'ssl_check':
      return { type: 'ssl_check' };
    case 'form':
      return body.fields.command === undefined
        ? { type: 'unsupported', what: 'form without a command' }
        : parseCommand(body.fields);
    case 'payload':
    case 'json':
      return parsePayload(body.json);
  }
}

/**
 * Reads a body that another library has verified and parsed, such as Bolt's `body`: a payload, an event's envelope or a command's fields.
 *
 * @throws {SlackApprovalError} malformed_body — a field that this library needs is missing or has another type
 */
export function parsePayload(json: unknown): Interaction {
  const payload = requireObject(json, 'object');
  if (payload.type === undefined && typeof payload.command === 'string') return parseCommand(payload);
  const type = requireString(payload, 'type');
  switch (type) {
    case 'block_actions':
      return parseBlockAction(payload);
    case 'view_submission':
      return parseViewSubmission(payload);
    case 'view_closed':
      return parseViewClosed(payload);
    case 'event_callback':
      return parseEvent(payload);
    case 'url_verification':
      return { type: 'url_verification', challenge: challengeOf(payload) };
    default:
      return { type: 'unsupported', what: /^[a-z_]{1,60}$/.test(type) ? type : 'unknown type' };
  }
}

function challengeOf(payload: JsonObject): string {
  const challenge = requireString(payload, 'challenge');
  if (challenge.length > maxChallenge) throw malformed('challenge');
  return challenge;
}

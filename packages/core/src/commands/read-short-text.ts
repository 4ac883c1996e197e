import { limits } from '../domain/model/limits.js';
import { SlackApprovalError } from '../errors.js';
import { cleanText, cutText } from '../slack/blocks/text.js';

/**
 * Cleans a reason or a detail, and cuts it after 500 characters.
 *
 * @throws {SlackApprovalError} invalid_argument — it is not a text
 */
export function readShortText(text: string): string {
  if (typeof text !== 'string')
    throw new SlackApprovalError('invalid_argument', `A reason or a detail must be a text, got a ${typeof text}.`);
  return cutText(cleanText(text), limits.reasonLength);
}

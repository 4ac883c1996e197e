import { limits } from '../domain/model/limits.js';
import { SlackApprovalError } from '../errors.js';

/**
 * Reads an idempotency key.
 *
 * @throws {SlackApprovalError} invalid_argument — it is not a text of 1 to 2,000 characters
 */
export function readKey(key: unknown): string {
  if (typeof key === 'string' && key !== '' && key.length <= limits.keyLength) return key;
  throw new SlackApprovalError('invalid_argument', `A key must be a text of 1 to ${limits.keyLength} characters.`);
}

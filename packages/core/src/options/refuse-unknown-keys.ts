import { type ErrorCode, SlackApprovalError } from '../errors.js';
import { type KnownKeys, unknownKeys } from './unknown-keys.js';

/**
 * Refuses an option object with an unknown key, and names the nearest known one.
 *
 * Only own keys count, also those whose value is undefined. A list is taken item by item; anything else passes: check that apart.
 *
 * @param what - the call as its user writes it, such as `receiveDecision`
 * @param known - its keys; an object as the value of one has the keys of the object in that option
 * @throws {SlackApprovalError} `code`, `invalid_options` by default — a key is unknown
 */
export function refuseUnknownKeys<Options extends object>(
  what: string,
  given: Options | undefined,
  known: KnownKeys<NoInfer<Options>>,
  code: ErrorCode = 'invalid_options',
): void {
  const messages = unknownKeys(what, given, known);
  if (messages.length > 0) throw new SlackApprovalError(code, messages.join(' '));
}

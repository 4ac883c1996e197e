import { type ErrorCode, SlackApprovalError } from '../errors.js';
import { type KnownKeys, unknownKeys } from './unknown-keys.js';

/**
 * Refuses an option object with an unknown key, and suggests the nearest known one.
 *
 * It checks own keys, even those with the value undefined, and each item of a list. Values that are not objects pass, so check
 * those yourself.
 *
 * @param what - the call as its user writes it, such as `receiveDecision`
 * @param known - the allowed keys; if a key's value is an object, that lists the keys of the nested option
 * @throws {SlackApprovalError} `code`, `invalid_options` by default — a key is unknown
 */
export function refuseUnknownKeys<Options extends object>(
  what: string,
  given: Options | undefined,
  known: KnownKeys<NoInfer<Options>>,
  code: ErrorCode = 'invalid_options',
): void {
  // every block of a card passes here, and nearly always without options
  if (!given || hasOnlyKeysOf(given, known)) return;
  const messages = unknownKeys(what, given, known);
  if (messages.length > 0) throw new SlackApprovalError(code, messages.join(' '));
}

/** Tells whether every key is known, and none has nested keys to check. It takes a tenth of the time of `unknownKeys`. */
function hasOnlyKeysOf(given: object, known: object): boolean {
  for (const key of Object.keys(given)) if (Reflect.get(known, key) !== true) return false;
  return true;
}

import { type ErrorCode, SlackApprovalError } from '../errors.js';
import { nearestName } from './nearest-name.js';

/**
 * One entry for each key of an option object.
 *
 * A forgotten key does not compile.
 */
export type KnownKeys<Options> = { readonly [Key in keyof Options]-?: unknown };

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

/** Lists a message for each unknown key, for calls that report all their problems at once. A known object is looked into. */
export function unknownKeys(what: string, given: unknown, known: unknown, path = ''): readonly string[] {
  if (Array.isArray(given)) return given.flatMap((one) => unknownKeys(what, one, known, path));
  if (typeof given !== 'object' || typeof known !== 'object') return [];
  const names = Object.keys(known ?? {});
  return Object.entries(given ?? {}).flatMap(([key, value]) => {
    if (names.includes(key)) return unknownKeys(what, value, Object(known)[key], `${path}${key}.`);
    const nearest = nearestName(key, names);
    const remedy = nearest === null ? `. Known options: ${names.join(', ')}.` : `: did you mean "${nearest}"?`;
    return `${what} got an unknown option ${JSON.stringify(path + key.slice(0, maxShownLength))}${remedy}`;
  });
}

const maxShownLength = 40;

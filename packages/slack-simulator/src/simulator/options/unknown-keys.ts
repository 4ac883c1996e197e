import { nearestName } from './nearest-name.js';

/**
 * The allowed keys of an option object.
 *
 * The compiler refuses a list that lacks a key.
 */
export type KnownKeys<Options> = { readonly [Key in keyof Options]-?: unknown };

/** Returns a message for each unknown key, even in nested options, for calls that report all problems at once. */
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

import assert from 'node:assert/strict';
import { isDeepStrictEqual, types } from 'node:util';

/**
 * Fails unless both values have the same contents.
 *
 * A field that is undefined counts as absent. Class and realm make no difference: Jest runs each test file in another realm.
 */
export function assertSame(actual: unknown, expected: unknown): void {
  assert.deepEqual(contentsOf(actual), contentsOf(expected));
}

/** Fails unless one of the expected values has the same contents. */
export function assertOneOf(actual: unknown, expected: readonly unknown[]): void {
  const contents = contentsOf(actual);
  if (expected.some((one) => isDeepStrictEqual(contents, contentsOf(one)))) return;
  // where there is only one, the error shows the difference
  assert.deepEqual(contents, expected.length === 1 ? contentsOf(expected[0]) : { oneOf: expected });
}

/**
 * Fails unless `actual` has everything that `expected` has.
 *
 * A regular expression stands for every text that it matches, and a matcher of Jest or vitest for every value that it matches.
 */
export function assertMatches(actual: unknown, expected: unknown): void {
  assert.deepEqual(matchedPart(actual, expected), contentsOf(expected));
}

/** Fails unless the promise rejects. @returns the error */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome) return outcome.error;
  assert.deepEqual({ resolved: contentsOf(outcome.value) }, { rejected: 'with an error' });
  return null;
}

interface Matcher {
  asymmetricMatch(value: unknown): boolean;
}

function isMatcher(value: unknown): value is Matcher {
  return typeof Object(value).asymmetricMatch === 'function';
}

/** A copy of arrays and objects in this realm; what has no fields, such as a date, stays as it is. */
function contentsOf(value: unknown): unknown {
  if (Array.isArray(value)) return Array.from(value, contentsOf);
  if (typeof value !== 'object' || value === null || isMatcher(value)) return value;
  if (types.isNativeError(value)) return contentsOf({ ...value, message: value.message });
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  const isPlain = Object.prototype.toString.call(value) === '[object Object]';
  return isPlain || fields.length > 0
    ? Object.fromEntries(fields.map(([key, field]) => [key, contentsOf(field)]))
    : value;
}

/** What `expected` asks for of `actual`: equal to `contentsOf(expected)` if everything matches, and else showing what differs. */
function matchedPart(actual: unknown, expected: unknown): unknown {
  if (types.isRegExp(expected))
    return typeof actual === 'string' && expected.test(actual) ? expected : contentsOf(actual);
  if (isMatcher(expected)) return expected.asymmetricMatch(actual) ? expected : contentsOf(actual);
  if (typeof expected !== 'object' || expected === null || typeof actual !== 'object' || actual === null)
    return contentsOf(actual);
  if (Array.isArray(expected))
    return Array.isArray(actual) ? actual.map((one, index) => matchedPart(one, expected[index])) : contentsOf(actual);
  const asked = types.isNativeError(expected) ? { ...expected, message: expected.message } : expected;
  const fields = Object.entries(asked).filter(([key]) => key in actual);
  return Object.fromEntries(fields.map(([key, field]) => [key, matchedPart(Reflect.get(actual, key), field)]));
}

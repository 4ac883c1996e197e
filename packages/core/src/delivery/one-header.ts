import { SlackApprovalError } from '../errors.js';

/** Headers as a host passes them: `Headers`, or a record with repeated values as lists. */
export type HeaderBag = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Reads a header that must be there exactly once.
 *
 * @throws {SlackApprovalError} signature_missing — it is missing or empty
 * @throws {SlackApprovalError} signature_malformed — it is there several times
 */
export function oneHeader(headers: HeaderBag, name: string): string {
  const values = isHeaders(headers) ? [headers.get(name) ?? ''] : valuesIn(headers, name);
  const [value, ...more] = values;
  if (value === undefined || value === '')
    throw new SlackApprovalError(
      'signature_missing',
      `The ${name} header is missing: only accept requests that are signed.`,
    );
  if (more.length > 0)
    throw new SlackApprovalError('signature_malformed', `The ${name} header must be there once, got ${values.length}.`);
  return value;
}

// by its method, not its class, because hosts have their own Headers
function isHeaders(headers: HeaderBag): headers is Headers {
  return typeof headers.get === 'function';
}

function valuesIn(headers: Exclude<HeaderBag, Headers>, name: string): readonly string[] {
  return Object.entries(headers)
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value ?? []);
}

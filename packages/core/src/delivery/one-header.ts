import { SlackApprovalError } from '../errors.js';

/** Headers as hosts give them: web-standard, or a record, with repeated values as lists. */
export type HeaderBag = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Reads the one header of that name.
 *
 * @throws {SlackApprovalError} signature_missing — there is none, or it is empty
 * @throws {SlackApprovalError} signature_malformed — there are several
 */
export function oneHeader(headers: HeaderBag, name: string): string {
  const values = isHeaders(headers) ? [headers.get(name) ?? ''] : valuesIn(headers, name);
  const [value, ...more] = values;
  if (value === undefined || value === '') throw new SlackApprovalError('signature_missing', `No ${name} header.`);
  if (more.length > 0) throw new SlackApprovalError('signature_malformed', `Several ${name} headers.`);
  return value;
}

// by shape, not by class: hosts bring their own Headers
function isHeaders(headers: HeaderBag): headers is Headers {
  return typeof headers.get === 'function';
}

function valuesIn(headers: Exclude<HeaderBag, Headers>, name: string): readonly string[] {
  return Object.entries(headers)
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value ?? []);
}

import { SlackApprovalError } from '../../errors.js';
import { maxRequestBytes } from '../../ports/raw-http.js';
import { decodeFormValue, type FormFields, readForm, utf8 } from './form-body.js';
import { malformed, parseJson } from './json-fields.js';
import type { HeaderValue } from './verify-signature.js';

/** A request body by its outer shape. `json` is not yet looked into. */
export type DecodedBody =
  | { readonly type: 'payload'; readonly json: unknown }
  | { readonly type: 'form'; readonly fields: FormFields }
  | { readonly type: 'json'; readonly json: unknown }
  | { readonly type: 'ssl_check' };

const formType = 'application/x-www-form-urlencoded';
const jsonType = 'application/json';
const payloadPrefix = Buffer.from('payload=');
/** Slack's probe has two short fields; what is longer is no probe. */
const maxProbeBytes = 2_000;

/**
 * Decodes a verified body: a form with one `payload` field of JSON (clicks, modals), another form (slash commands), or JSON (events).
 * Without a content type the first byte decides. A form with `ssl_check=1` is that and nothing else, whatever stands beside it.
 *
 * @throws {SlackApprovalError} body_too_large — more than 1 MiB
 * @throws {SlackApprovalError} unsupported_media_type — another content type
 * @throws {SlackApprovalError} malformed_body — it cannot be decoded, a field is given twice, or there are more than 100
 */
export function decodeBody(body: Uint8Array, contentType: HeaderValue): DecodedBody {
  if (body.length > maxRequestBytes) {
    throw new SlackApprovalError(
      'body_too_large',
      `The body has more than ${maxRequestBytes} bytes; Slack sends far fewer.`,
    );
  }
  if (body.length === 0) throw malformed('content');
  const bytes = toBuffer(body);
  const mediaType = mediaTypeOf(contentType) ?? (bytes[0] === 0x7b ? jsonType : formType);
  if (mediaType === formType) return decodeForm(bytes);
  if (mediaType === jsonType) return { type: 'json', json: parseJson(utf8(bytes)) };
  throw new SlackApprovalError(
    'unsupported_media_type',
    'The body is neither a form nor JSON; Slack sends one of these.',
  );
}

/**
 * Tells whether a form is Slack's occasional certificate probe, which may come without a signature.
 * Answer it with an empty 200 and read nothing else from it. Never throws.
 */
export function isSslCheck(body: Uint8Array, contentType: HeaderValue): boolean {
  return (
    mayBeSslCheck(body.length, contentType) && toBuffer(body).toString('latin1').split('&').includes('ssl_check=1')
  );
}

/** Tells from a body's length and type whether it is worth reading to see if it is the probe. NaN: the length is not known. */
export function mayBeSslCheck(length: number, contentType: HeaderValue): boolean {
  return length <= maxProbeBytes && mediaTypeOf(contentType) === formType;
}

function decodeForm(bytes: Buffer): DecodedBody {
  // the common case: nothing but a payload
  if (beginsWithPayload(bytes) && !bytes.includes(0x26)) {
    return { type: 'payload', json: parseJson(decodeFormValue(bytes.subarray(payloadPrefix.length))) };
  }
  const fields = readForm(bytes);
  if (fields.ssl_check === '1') return { type: 'ssl_check' };
  return fields.payload === undefined ? { type: 'form', fields } : { type: 'payload', json: parseJson(fields.payload) };
}

function beginsWithPayload(bytes: Buffer): boolean {
  return bytes.length >= payloadPrefix.length && payloadPrefix.every((byte, at) => bytes[at] === byte);
}

/** A host may hand a header over as the list of its values: two content types are none that could be told. */
function mediaTypeOf(header: HeaderValue): string | null {
  const contentType = typeof header === 'string' ? header : header?.join(', ');
  if (contentType === undefined || contentType === '') return null;
  if (contentType === formType || contentType === jsonType) return contentType;
  return contentType.split(';', 1).join('').trim().toLowerCase();
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

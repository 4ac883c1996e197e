import { SlackApprovalError } from '../../errors.js';
import { maxRequestBytes } from '../../ports/raw-http.js';
import { decodeFormValue, type FormFields, readForm, utf8 } from './form-body.js';
import { malformed, parseJson } from './json-fields.js';
import type { HeaderValue } from './verify-signature.js';

/** A request body by its outer form. `json` is parsed and not yet checked. */
export type DecodedBody =
  | { readonly type: 'payload'; readonly json: unknown }
  | { readonly type: 'form'; readonly fields: FormFields }
  | { readonly type: 'json'; readonly json: unknown }
  | { readonly type: 'ssl_check' };

const formType = 'application/x-www-form-urlencoded';
const jsonType = 'application/json';
const payloadPrefix = Buffer.from('payload=');
/** Slack's certificate probe has two short fields. A longer body is not a probe. */
const maxProbeBytes = 2_000;

/**
 * Decodes a verified body: a form with one `payload` field of JSON (clicks, modals), another form (slash commands), or JSON (events).
 * Without a content type the first byte decides. A form with `ssl_check=1` is always a certificate probe, whatever its other fields are.
 *
 * @throws {SlackApprovalError} body_too_large — more than 1 MiB
 * @throws {SlackApprovalError} unsupported_media_type — another content type
 * @throws {SlackApprovalError} malformed_body — it cannot be decoded, a field is repeated, or there are more than 100
 */
export function decodeBody(body: Uint8Array, contentType: HeaderValue): DecodedBody {
  if (body.length > maxRequestBytes) {
    throw new SlackApprovalError(
      'body_too_large',
      `The body must have at most ${maxRequestBytes} bytes, got ${body.length}.`,
    );
  }
  if (body.length === 0) throw malformed('content');
  const bytes = toBuffer(body);
  const mediaType = mediaTypeOf(contentType) ?? (bytes[0] === 0x7b ? jsonType : formType);
  if (mediaType === formType) return decodeForm(bytes);
  if (mediaType === jsonType) return { type: 'json', json: parseJson(utf8(bytes)) };
  throw new SlackApprovalError('unsupported_media_type', 'The content type must be a form or JSON, as Slack sends it.');
}

/**
 * Tells whether a form is Slack's occasional certificate probe, which can come without a signature.
 * Answer it with an empty 200, and use none of its fields. Never throws.
 */
export function isSslCheck(body: Uint8Array, contentType: HeaderValue): boolean {
  return (
    mayBeSslCheck(body.length, contentType) && toBuffer(body).toString('latin1').split('&').includes('ssl_check=1')
  );
}

/** Tells from a body's length and type whether it can be the probe. A length of NaN, for an unknown one, can't. */
export function mayBeSslCheck(length: number, contentType: HeaderValue): boolean {
  return length <= maxProbeBytes && mediaTypeOf(contentType) === formType;
}

function decodeForm(bytes: Buffer): DecodedBody {
  // the common case: `payload` is the only field
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

/** Reads the media type. Some hosts pass a header as a list of its values; two content types match neither type. */
function mediaTypeOf(header: HeaderValue): string | null {
  const contentType = typeof header === 'string' ? header : header?.join(', ');
  if (contentType === undefined || contentType === '') return null;
  if (contentType === formType || contentType === jsonType) return contentType;
  return contentType.split(';', 1).join('').trim().toLowerCase();
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

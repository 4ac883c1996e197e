import { SlackApprovalError } from '../../../errors.js';
import { maxRequestBytes } from '../../../ports/raw-http.js';
import { decodePayload } from './decode-payload.js';
import { type FormFields, readForm } from './form-body.js';
import { toBuffer, utf8 } from './form-value.js';
import { malformed, parseJson } from './json-fields.js';
import { formType, type HeaderValue, jsonType, mediaTypeOf } from './media-type.js';

/** A request body by its outer form. `json` is parsed and not yet checked. */
export type DecodedBody =
  | { readonly type: 'payload'; readonly json: unknown }
  | { readonly type: 'form'; readonly fields: FormFields }
  | { readonly type: 'json'; readonly json: unknown }
  | { readonly type: 'ssl_check' };

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
  const payload = decodePayload(body, contentType);
  if (payload !== null) return payload;
  const mediaType = mediaTypeOf(contentType) ?? (bytes[0] === 0x7b ? jsonType : formType);
  if (mediaType === formType) return decodeForm(bytes);
  if (mediaType === jsonType) return { type: 'json', json: parseJson(utf8(bytes)) };
  throw new SlackApprovalError('unsupported_media_type', 'The content type must be a form or JSON, as Slack sends it.');
}

function decodeForm(bytes: Buffer): DecodedBody {
  const fields = readForm(bytes);
  if (fields.ssl_check === '1') return { type: 'ssl_check' };
  return fields.payload === undefined ? { type: 'form', fields } : { type: 'payload', json: parseJson(fields.payload) };
}

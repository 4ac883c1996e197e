import { decodeFormValue, toBuffer } from './form-value.js';
import { parseJson } from './json-fields.js';
import { formType, type HeaderValue, mediaTypeOf } from './media-type.js';

const payloadPrefix = Buffer.from('payload=');

/**
 * Decodes a body as clicks and modals come: a form with `payload` as its only field.
 *
 * @returns null for every other body: `decodeBody` decodes it
 * @throws {SlackApprovalError} malformed_body — it cannot be decoded
 */
export function decodePayload(
  body: Uint8Array,
  contentType: HeaderValue,
): { readonly type: 'payload'; readonly json: unknown } | null {
  if (mediaTypeOf(contentType) !== formType) return null;
  const bytes = toBuffer(body);
  if (!beginsWithPayload(bytes) || bytes.includes(0x26)) return null;
  return { type: 'payload', json: parseJson(decodeFormValue(bytes.subarray(payloadPrefix.length))) };
}

function beginsWithPayload(bytes: Buffer): boolean {
  return bytes.length >= payloadPrefix.length && payloadPrefix.every((byte, at) => bytes[at] === byte);
}

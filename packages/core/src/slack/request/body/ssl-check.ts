import { toBuffer } from './form-value.js';
import { formType, type HeaderValue, mediaTypeOf } from './media-type.js';

/** Slack's certificate probe has two short fields. A longer body is not a probe. */
const maxProbeBytes = 2_000;

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

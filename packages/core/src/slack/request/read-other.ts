import { type DecodedBody, decodeBody } from './body/decode-body.js';
import type { HeaderValue } from './body/media-type.js';
import type { Interaction } from './interaction.js';
import { parseInteraction } from './parse-interaction.js';

/** Reads a body that is not a click. `decoded` is what reading it as a click has decoded. */
export function readOther(decoded: DecodedBody | null, body: Uint8Array, contentType: HeaderValue): Interaction {
  return parseInteraction(decoded ?? decodeBody(body, contentType));
}

import { type DecodedBody, decodeBody } from '../slack/request/body/decode-body.js';
import type { HeaderValue } from '../slack/request/body/media-type.js';
import type { Interaction } from '../slack/request/interaction.js';
import { parseInteraction } from '../slack/request/parse-interaction.js';

/** Reads a body that is not a click. `decoded` is what reading it as a click has decoded. */
export function readOther(decoded: DecodedBody | null, body: Uint8Array, contentType: HeaderValue): Interaction {
  return parseInteraction(decoded ?? decodeBody(body, contentType));
}

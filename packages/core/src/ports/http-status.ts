import type { ErrorCode } from '../errors.js';
import type { BodyFault, RawResponse } from './raw-http.js';

/** The HTTP status for a refused request, by error code. */
export const statusByCode: Readonly<Partial<Record<ErrorCode | BodyFault, number>>> &
  Readonly<Record<BodyFault, number>> = {
  signature_missing: 401,
  signature_malformed: 401,
  signature_mismatch: 401,
  timestamp_malformed: 401,
  timestamp_out_of_range: 401,
  malformed_body: 400,
  body_too_slow: 408,
  body_too_large: 413,
  unsupported_media_type: 415,
};

export const methodNotAllowed: RawResponse = { status: 405, headers: { allow: 'POST' }, body: '' };

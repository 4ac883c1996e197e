import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ErrorCode } from '../../errors.js';
import type { HeaderValue } from './body/media-type.js';

/** The part of a signed request that is known before its body is read. */
export interface SignedHead {
  /** `X-Slack-Signature` */
  readonly signature: HeaderValue;
  /** `X-Slack-Request-Timestamp` */
  readonly timestamp: HeaderValue;
  /** Epoch milliseconds. */
  readonly nowMs: number;
  /** The maximum distance of the timestamp from `nowMs`, in either direction. @default 300 */
  readonly toleranceSeconds?: number;
}

export interface SignedRequest extends SignedHead {
  /** The bytes as received. A body that was parsed and serialised again does not verify. */
  readonly body: Uint8Array;
  /** One signing secret, or several while you rotate it. */
  readonly secrets: readonly string[];
}

const signaturePattern = /^v0=[0-9a-f]{64}$/;
const timestampPattern = /^[0-9]{1,12}$/;

/** Why a request does not count as signed by Slack. */
export type SignatureFault = Extract<
  ErrorCode,
  'signature_missing' | 'signature_malformed' | 'timestamp_malformed' | 'timestamp_out_of_range' | 'signature_mismatch'
>;

/** As `verifySlackSignature`, which explains each fault in words. Here requests are refused by code alone. */
export function signatureFault(request: SignedRequest): SignatureFault | null {
  const fault = headFault(request);
  if (fault !== null) return fault;
  return isSigned(request) ? null : 'signature_mismatch';
}

/** Compares the signature with that of each secret. Both headers have to have their form: `headFault` says so. */
export function isSigned({ body, secrets, signature, timestamp }: Omit<SignedRequest, 'nowMs'>): boolean {
  const given = Buffer.from(onlyValue(signature));
  const head = `v0:${onlyValue(timestamp)}:`;
  return secrets.some((secret) => {
    const mac = createHmac('sha256', secret).update(head).update(body).digest('hex');
    return timingSafeEqual(Buffer.from(`v0=${mac}`), given);
  });
}

/** The part of `signatureFault` that needs no body: checks the form of both headers, and the timestamp. */
export function headFault({ signature, timestamp, nowMs, toleranceSeconds = 300 }: SignedHead): SignatureFault | null {
  if (!signature?.length) return 'signature_missing';
  if (!signaturePattern.test(onlyValue(signature))) return 'signature_malformed';
  if (!timestampPattern.test(onlyValue(timestamp))) return 'timestamp_malformed';
  // whole seconds, as Slack counts: a request from 300.9 s ago is 300 s old
  const distance = Math.abs(Math.floor(nowMs / 1000) - Number(onlyValue(timestamp)));
  return distance <= toleranceSeconds ? null : 'timestamp_out_of_range';
}

/** Returns the only value of a header; an empty text, which fits no pattern, for none or several. */
function onlyValue(header: HeaderValue): string {
  if (typeof header === 'string') return header;
  return header?.length === 1 ? (header[0] ?? '') : '';
}

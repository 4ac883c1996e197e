import { createHmac, timingSafeEqual } from 'node:crypto';
import { SlackApprovalError } from '../../errors.js';
import { requireBytes } from '../../ports/raw-http.js';

/** A header as hosts pass it on. Node passes a repeated header as an array. */
export type HeaderValue = string | readonly string[] | null | undefined;

/** The part of a signed request that is known before its body is read. */
interface SignedHead {
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

/**
 * Checks that Slack signed these bytes with one of the secrets, at most `toleranceSeconds` before or after `nowMs`; throws if not.
 * Source: docs.slack.dev/authentication/verifying-requests-from-slack
 *
 * @throws {SlackApprovalError} signature_missing — there is no signature header, or it is empty
 * @throws {SlackApprovalError} signature_malformed — it is not exactly one `v0=` with 64 lower-case hex digits
 * @throws {SlackApprovalError} timestamp_malformed — it is not exactly one header of 1 to 12 digits
 * @throws {SlackApprovalError} timestamp_out_of_range — it is too old or too far ahead
 * @throws {SlackApprovalError} signature_mismatch — the bytes, the timestamp or the secret differ
 * @throws {SlackApprovalError} raw_body_unavailable — the body is not bytes
 * @throws {SlackApprovalError} missing_signing_secret — there is no secret, or an empty one
 */
export function verifySlackSignature(request: SignedRequest): void {
  const { body, secrets } = request;
  const { signature, timestamp } = verifySlackHead(request);
  if (secrets.length === 0 || secrets.includes('')) {
    throw new SlackApprovalError('missing_signing_secret', 'There is no signing secret: set one.');
  }

  const bytes = requireBytes(body);
  const given = Buffer.from(signature);
  for (const secret of secrets) {
    const mac = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(bytes).digest('hex');
    if (timingSafeEqual(Buffer.from(`v0=${mac}`), given)) return;
  }
  throw new SlackApprovalError(
    'signature_mismatch',
    'The signature matches none of the signing secrets: compare them with the app’s Basic Information page.',
  );
}

/**
 * The part of `verifySlackSignature` that needs no body: checks the form of both headers, and the timestamp.
 *
 * @throws {SlackApprovalError} signature_missing, signature_malformed, timestamp_malformed, timestamp_out_of_range
 */
export function verifySlackHead(head: SignedHead): { readonly signature: string; readonly timestamp: string } {
  const { nowMs, toleranceSeconds = 300 } = head;
  const signature = signatureOf(head.signature);
  const timestamp = timestampOf(head.timestamp);
  // whole seconds, as Slack counts: a request from 300.9 s ago is 300 s old
  if (!(Math.abs(Math.floor(nowMs / 1000) - Number(timestamp)) <= toleranceSeconds)) {
    throw new SlackApprovalError(
      'timestamp_out_of_range',
      `The request's timestamp is more than ${toleranceSeconds} s off: check the clock of this machine.`,
    );
  }
  return { signature, timestamp };
}

function signatureOf(header: HeaderValue): string {
  if (header === undefined || header === null || header.length === 0) {
    throw new SlackApprovalError('signature_missing', 'The request has no X-Slack-Signature: Slack did not send it.');
  }
  const signature = onlyValue(header);
  if (signature === null || !signaturePattern.test(signature)) {
    throw new SlackApprovalError(
      'signature_malformed',
      'X-Slack-Signature must be one v0 signature, as Slack sends it.',
    );
  }
  return signature;
}

function timestampOf(header: HeaderValue): string {
  const timestamp = onlyValue(header);
  if (timestamp === null || !timestampPattern.test(timestamp)) {
    throw new SlackApprovalError(
      'timestamp_malformed',
      'X-Slack-Request-Timestamp must be one whole number of seconds, as Slack sends it.',
    );
  }
  return timestamp;
}

function onlyValue(header: HeaderValue): string | null {
  if (typeof header === 'string') return header;
  return header?.length === 1 ? (header[0] ?? null) : null;
}

import { createHmac, timingSafeEqual } from 'node:crypto';
import { SlackApprovalError } from '../../errors.js';

/** A header as hosts hand it over: Node gives an array where a header came more than once. */
export type HeaderValue = string | readonly string[] | null | undefined;

/** What is told of a signature before the body is read. */
interface SignedHead {
  /** `X-Slack-Signature` */
  readonly signature: HeaderValue;
  /** `X-Slack-Request-Timestamp` */
  readonly timestamp: HeaderValue;
  /** Epoch milliseconds. */
  readonly nowMs: number;
  /** How far the timestamp may be from now, in either direction. @default 300 */
  readonly toleranceSeconds?: number;
}

export interface SignedRequest extends SignedHead {
  /** The bytes as received; a body that was parsed and written again does not verify. */
  readonly body: Uint8Array;
  /** One signing secret, or several while one is being replaced. */
  readonly secrets: readonly string[];
}

const signaturePattern = /^v0=[0-9a-f]{64}$/;
const timestampPattern = /^[0-9]{1,12}$/;

/**
 * Returns if Slack signed these bytes with one of the secrets at most `toleranceSeconds` ago or ahead; throws otherwise.
 * Source: docs.slack.dev/authentication/verifying-requests-from-slack
 *
 * @throws {SlackApprovalError} signature_missing — no signature header, or an empty one
 * @throws {SlackApprovalError} signature_malformed — not exactly one `v0=` and 64 lower-case hex digits
 * @throws {SlackApprovalError} timestamp_malformed — not exactly one header of 1 to 12 digits
 * @throws {SlackApprovalError} timestamp_out_of_range — too old, or too far ahead
 * @throws {SlackApprovalError} signature_mismatch — other bytes, another timestamp or another secret
 * @throws {SlackApprovalError} missing_signing_secret — no secret to check with, or an empty one
 */
export function verifySlackSignature(request: SignedRequest): void {
  const { body, secrets } = request;
  const { signature, timestamp } = verifySlackHead(request);
  if (secrets.length === 0 || secrets.includes('')) {
    throw new SlackApprovalError('missing_signing_secret', 'There is no signing secret to verify with; set one.');
  }

  const given = Buffer.from(signature);
  for (const secret of secrets) {
    const mac = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
    if (timingSafeEqual(Buffer.from(`v0=${mac}`), given)) return;
  }
  throw new SlackApprovalError(
    'signature_mismatch',
    'The signature fits none of the signing secrets; compare them with the app’s Basic Information page.',
  );
}

/**
 * The part of `verifySlackSignature` that needs no body: the two headers have their form, and the timestamp is near enough.
 *
 * @throws {SlackApprovalError} signature_missing, signature_malformed, timestamp_malformed, timestamp_out_of_range
 */
export function verifySlackHead(head: SignedHead): { readonly signature: string; readonly timestamp: string } {
  const { nowMs, toleranceSeconds = 300 } = head;
  const signature = signatureOf(head.signature);
  const timestamp = timestampOf(head.timestamp);
  // whole seconds, as Slack counts: a request of 300.9 s ago is 300 s old
  if (!(Math.abs(Math.floor(nowMs / 1000) - Number(timestamp)) <= toleranceSeconds)) {
    throw new SlackApprovalError(
      'timestamp_out_of_range',
      `The request's timestamp is more than ${toleranceSeconds} s from this clock; check the clock of this machine.`,
    );
  }
  return { signature, timestamp };
}

function signatureOf(header: HeaderValue): string {
  if (header === undefined || header === null || header.length === 0) {
    throw new SlackApprovalError('signature_missing', 'The request has no X-Slack-Signature; Slack did not send it.');
  }
  const signature = onlyValue(header);
  if (signature === null || !signaturePattern.test(signature)) {
    throw new SlackApprovalError(
      'signature_malformed',
      'X-Slack-Signature is not one v0 signature; Slack did not send it.',
    );
  }
  return signature;
}

function timestampOf(header: HeaderValue): string {
  const timestamp = onlyValue(header);
  if (timestamp === null || !timestampPattern.test(timestamp)) {
    throw new SlackApprovalError(
      'timestamp_malformed',
      'X-Slack-Request-Timestamp is not one whole number of seconds; Slack did not send it.',
    );
  }
  return timestamp;
}

function onlyValue(header: HeaderValue): string | null {
  if (typeof header === 'string') return header;
  return header?.length === 1 ? (header[0] ?? null) : null;
}

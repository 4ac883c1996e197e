import { SlackApprovalError } from '../../errors.js';
import { requireBytes } from '../../ports/raw-http.js';
import { headFault, isSigned, type SignatureFault, type SignedRequest } from './signature-fault.js';

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
  const { secrets, signature, timestamp, toleranceSeconds = 300 } = request;
  const fault = headFault(request);
  if (fault === 'timestamp_out_of_range') {
    throw new SlackApprovalError(
      fault,
      `The request's timestamp is more than ${toleranceSeconds} s off: check the clock of this machine.`,
    );
  }
  if (fault !== null) throw new SlackApprovalError(fault, explanations[fault]);
  if (secrets.length === 0 || secrets.includes('')) {
    throw new SlackApprovalError('missing_signing_secret', 'There is no signing secret: set one.');
  }
  if (isSigned({ body: requireBytes(request.body), secrets, signature, timestamp })) return;
  throw new SlackApprovalError('signature_mismatch', explanations.signature_mismatch);
}

const explanations: Readonly<Record<Exclude<SignatureFault, 'timestamp_out_of_range'>, string>> = {
  signature_missing: 'The request has no X-Slack-Signature: Slack did not send it.',
  signature_malformed: 'X-Slack-Signature must be one v0 signature, as Slack sends it.',
  timestamp_malformed: 'X-Slack-Request-Timestamp must be one whole number of seconds, as Slack sends it.',
  signature_mismatch:
    'The signature matches none of the signing secrets: compare them with the app’s Basic Information page.',
};

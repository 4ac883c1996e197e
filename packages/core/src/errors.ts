/**
 * Every code that a `SlackApprovalError` can have.
 *
 * Codes are stable, so programs can branch on them.
 */
export type ErrorCode =
  // options, reported at construction
  | 'invalid_options'
  | 'missing_signing_secret'
  | 'missing_token'
  | 'missing_store'
  | 'slack_required'
  | 'kind_defined_twice'
  | 'unsatisfiable_policy'
  | 'invalid_webhook_url'
  | 'invalid_webhook_secret'
  // inbound requests
  | 'raw_body_unavailable'
  | 'body_too_large'
  | 'method_not_allowed'
  | 'signature_missing'
  | 'signature_malformed'
  | 'signature_mismatch'
  | 'timestamp_malformed'
  | 'timestamp_out_of_range'
  | 'malformed_body'
  | 'unsupported_media_type'
  // payloads and records
  | 'invalid_payload'
  | 'payload_not_json'
  | 'payload_too_large'
  | 'payload_not_editable'
  | 'content_too_large'
  | 'block_limit_exceeded'
  | 'invalid_requester'
  | 'invalid_argument'
  | 'record_too_large'
  | 'record_corrupt'
  | 'record_newer'
  | 'history_full'
  | 'not_found'
  // waiting for a decision or a result
  | 'rejected'
  | 'expired'
  | 'withdrawn'
  | 'never_carried_out'
  | 'result_not_kept'
  | 'key_changed'
  | 'erased'
  | 'aborted'
  // ports
  | 'store_conflict'
  | 'store_timeout'
  | 'store_failed'
  | 'store_closed'
  | 'delivery_rejected'
  | 'socket_mode_refused'
  | 'socket_mode_unreachable';

const brand = Symbol.for('@k8s-pizza/slack-approval.error');

/**
 * The one error class that this library throws.
 *
 * Branch on `code`, which is stable. `message` is for people and holds no secret.
 */
export class SlackApprovalError extends Error {
  override readonly name = 'SlackApprovalError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
    Object.defineProperty(this, brand, { value: true });
  }
}

/**
 * Tells whether a value is a `SlackApprovalError`.
 *
 * It also recognises errors of a second copy of this package, such as ESM beside CommonJS, which `instanceof` does not.
 */
export function isSlackApprovalError(value: unknown): value is SlackApprovalError {
  return typeof value === 'object' && value !== null && brand in value;
}

const errorTags: ReadonlySet<string> = new Set(['[object Error]', '[object DOMException]']);

/** Tells whether a value is an error, even of another realm: Jest runs tests in a `vm`, and Node's own errors come from outside of it. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || errorTags.has(Object.prototype.toString.call(value));
}

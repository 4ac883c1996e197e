/** How the next calls of one method fail. `times` of them, then the method works again. */
export interface FailRule {
  /** A Web API method such as `chat.postMessage`, `*` for all of them, or `response_url`. */
  readonly method: string;
  /**
   * `lose_response`, `half_body` and `hang` do the work and spoil the answer: no answer, half of it, none until `close()`.
   * `status`, `rate_limit` and `error` do no work and answer that HTTP status, 429, or the refusal `error`.
   */
  readonly how: 'lose_response' | 'half_body' | 'hang' | 'status' | 'rate_limit' | 'error';
  /** @default 503 */
  readonly status?: number;
  /** @default 'internal_error' */
  readonly error?: string;
  /** @default 1 for `rate_limit`, no header for `status` */
  readonly retryAfterSeconds?: number;
  /** `until_mended`: until `mend` is called; then rules with a number come first. @default 1 */
  readonly times?: number | 'until_mended';
}

/**
 * Why the person saw Slack's own error, or an event was not accepted.
 *
 * The first four are Slack's words in `x-slack-retry-reason`.
 */
export type SendFailure = 'http_timeout' | 'connection_failed' | 'http_error' | 'too_many_redirects' | 'invalid_answer';

/**
 * One request to the app, and what came back.
 *
 * An app that refuses or cannot be reached is a result too, not an error.
 */
export interface Sent {
  /** The HTTP status, or 0 if no response came within three seconds. */
  readonly status: number;
  readonly body: string;
  readonly ms: number;
  /** Null if Slack accepts the response; otherwise the person sees Slack's own error. */
  readonly failure: SendFailure | null;
}

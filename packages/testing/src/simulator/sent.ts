/**
 * Why the person saw Slack's own error, or an event was not taken.
 *
 * The first four are Slack's words in `x-slack-retry-reason`.
 */
export type SendFailure = 'http_timeout' | 'connection_failed' | 'http_error' | 'too_many_redirects' | 'invalid_answer';

/**
 * One request to the app, and what came back.
 *
 * It is never thrown for: a refusing or absent app is an answer too.
 */
export interface Sent {
  /** HTTP status, 0 where none came within three seconds. */
  readonly status: number;
  readonly body: string;
  readonly ms: number;
  /** Null when Slack is content; otherwise the person sees Slack's own error. */
  readonly failure: SendFailure | null;
}

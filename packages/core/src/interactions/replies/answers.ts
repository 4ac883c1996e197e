import type { RawResponse } from '../../ports/raw-http.js';

/** The response to an interaction. Only what has to wait for something is a promise. */
export type Answered = RawResponse | Promise<RawResponse>;

/** Slack shows nothing for this response: people see the card or a private reply instead. */
export const ok: RawResponse = { status: 200, headers: {}, body: '' };

/** Slack shows its own error for this response. Used if a private reply could not be sent. */
export const slackShowsError: RawResponse = { status: 503, headers: {}, body: '' };

export function json(status: number, value: unknown): RawResponse {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(value) };
}

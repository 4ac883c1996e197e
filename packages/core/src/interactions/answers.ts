import type { RawResponse } from '../ports/raw-http.js';

/** Answered with this, Slack shows nothing: the card, or a private reply, is the answer that people see. */
export const ok: RawResponse = { status: 200, headers: {}, body: '' };

/** Answered with this, Slack shows its own error. Where a reply could not be sent, that is the reply. */
export const slackShowsError: RawResponse = { status: 503, headers: {}, body: '' };

export function json(status: number, value: unknown): RawResponse {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(value) };
}

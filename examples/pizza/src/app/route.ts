import type { RawResponse, Receiver } from '@k8s-pizza/slack-approval';

/** One path of the Slack app besides Slack's own, whatever serves it. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly answer: Receiver;
}

export function json(status: number, body: object): RawResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

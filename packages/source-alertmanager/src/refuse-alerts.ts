import type { Log, LogThrottle, RawResponse } from '@k8s-pizza/slack-approval/host';

interface Refusal {
  readonly status: number;
  readonly remedy: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Alertmanager retries after 5xx and gives up after 4xx, so a fault that is not the sender's is a 503. */
const refusals = {
  unauthenticated: {
    status: 401,
    remedy: 'Compare the token or secret of the sender with `authentication`; a signature also needs a right clock.',
    headers: { 'www-authenticate': 'Bearer' },
  },
  method_not_allowed: { status: 405, remedy: 'Send POST.', headers: { allow: 'POST' } },
  malformed_body: {
    status: 400,
    remedy: 'Send the JSON of an Alertmanager webhook or of a Grafana webhook contact point, without a custom payload.',
  },
  unsupported_version: {
    status: 400,
    remedy: 'Send version 4, which is Alertmanager’s, or version 1, which is Grafana’s.',
  },
  body_too_large: {
    status: 413,
    remedy: 'Set `max_alerts` of the webhook, so that a notification has at most 1 MB.',
  },
  unsupported_media_type: { status: 415, remedy: 'Send application/json, not compressed.' },
  body_too_slow: { status: 503, remedy: 'Find out why a body takes more than 5 s to arrive.' },
  raw_body_unavailable: {
    status: 503,
    remedy: 'Pass the body as the bytes that arrived: put no parser, such as express.json(), in front.',
  },
} as const satisfies Readonly<Record<string, Refusal>>;

/** Why a request is refused. */
type AlertRefusal = keyof typeof refusals;

/** Refuses a request, and logs it. */
export type Refuse = (reason: AlertRefusal) => RawResponse;

/** Creates the answers to refused requests. Anyone can send one, so each reason is logged at most once per throttle. */
export function createRefuse(log: Log, throttle: LogThrottle): Refuse {
  return (reason) => {
    const { status, remedy, headers }: Refusal = refusals[reason];
    const heldBack = throttle(reason);
    if (heldBack !== null)
      log.warn('alert_refused', 'a notification was refused; if it came from Alertmanager, nobody was asked', {
        reason,
        status,
        remedy,
        ...heldBack,
      });
    return json(status, { error: reason }, headers);
  };
}

export function json(status: number, body: object, headers: Readonly<Record<string, string>> = {}): RawResponse {
  return { status, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

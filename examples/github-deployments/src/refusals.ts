import type { Log, LogThrottle, RawResponse } from '@k8s-pizza/slack-approval/host';

interface Refusal {
  readonly status: number;
  readonly remedy: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** GitHub repeats no delivery, whatever the status: it shows the response below "Recent deliveries" of the App. */
const refusals = {
  signature_mismatch: { status: 401, remedy: 'Compare the webhook secret of the GitHub App with `webhookSecret`.' },
  other_installation: {
    status: 403,
    remedy: 'Compare the installation of the App with `installationId`, and make the App private.',
  },
  malformed_body: { status: 400, remedy: 'Send the JSON of GitHub’s webhook deployment_protection_rule.' },
  other_callback_url: { status: 400, remedy: 'Compare the address of GitHub’s API with `apiUrl`.' },
  method_not_allowed: { status: 405, remedy: 'Send POST.', headers: { allow: 'POST' } },
  body_too_large: { status: 413, remedy: 'Send at most 1 MB.' },
  unsupported_media_type: {
    status: 415,
    remedy: 'Set the content type of the App’s webhook to application/json, not compressed.',
  },
  body_too_slow: { status: 408, remedy: 'Find out why a body takes more than 5 s to arrive.' },
  raw_body_unavailable: {
    status: 500,
    remedy: 'Pass the body as the bytes that arrived: put no parser, such as express.json(), in front.',
  },
  other_question: { status: 409, remedy: 'The deployment was asked about with other contents: look at its card.' },
} as const satisfies Readonly<Record<string, Refusal>>;

/** Refuses a delivery, and logs it. */
export type Refuse = (reason: keyof typeof refusals) => RawResponse;

/** Creates the answers to refused deliveries. Anyone can send one, so each reason is logged at most once per throttle. */
export function createRefuse(log: Log, throttle: LogThrottle): Refuse {
  return (reason) => {
    const { status, remedy, headers }: Refusal = refusals[reason];
    const heldBack = throttle(reason);
    if (heldBack !== null)
      log.warn('deployment_refused', 'a delivery was refused', { reason, status, remedy, ...heldBack });
    return json(status, { error: reason }, headers);
  };
}

export function json(status: number, body: object, headers: Readonly<Record<string, string>> = {}): RawResponse {
  return { status, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

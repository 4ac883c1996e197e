import { createHmac } from 'node:crypto';
import { type KnownKeys, refuseUnknownKeys } from '@k8s-pizza/slack-approval/host';

/** What Slack would send, when, and to which URL. */
export interface SignSlackRequestOptions {
  readonly signingSecret: string;
  /** The bytes that are signed and sent; text is sent as UTF-8. */
  readonly body: string | Uint8Array;
  /** Slack's time in whole seconds. The app refuses more than 300 s off its clock. */
  readonly timestampSeconds: number;
  /** @default 'http://localhost/slack/actions' */
  readonly url?: string;
  /** @default 'application/x-www-form-urlencoded' */
  readonly contentType?: string;
}

const knownOptions = {
  signingSecret: true,
  body: true,
  timestampSeconds: true,
  url: true,
  contentType: true,
} satisfies KnownKeys<SignSlackRequestOptions>;

/**
 * Makes a POST as Slack sends it.
 *
 * It is signed as docs.slack.dev/authentication/verifying-requests-from-slack says.
 *
 * @throws {SlackApprovalError} invalid_options — an option is unknown
 */
export function signSlackRequest(options: SignSlackRequestOptions): Request {
  refuseUnknownKeys('signSlackRequest', options, knownOptions);
  const { url = 'http://localhost/slack/actions', contentType = 'application/x-www-form-urlencoded' } = options;
  const body = typeof options.body === 'string' ? Buffer.from(options.body) : Buffer.from(options.body);
  const timestamp = String(options.timestampSeconds);
  const mac = createHmac('sha256', options.signingSecret).update(`v0:${timestamp}:`).update(body).digest('hex');
  const headers = {
    'content-type': contentType,
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${mac}`,
  };
  return new Request(url, { method: 'POST', headers, body });
}

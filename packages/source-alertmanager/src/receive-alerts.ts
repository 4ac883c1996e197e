import { isSlackApprovalError, type Logger, SlackApprovalError } from '@k8s-pizza/slack-approval';
import {
  type BodyFault,
  type KnownKeys,
  maxRequestBytes,
  type RawRequest,
  type RawResponse,
  type Receiver,
  type RequestHead,
  refuseUnknownKeys,
} from '@k8s-pizza/slack-approval/host';
import { type AlertAction, actOnAlerts } from './act-on-alerts.js';
import type { AlertGroup, Notification } from './alert-group.js';
import type { Asks } from './asks.js';
import { type AlertAuthentication, type Authenticator, createAuthenticator } from './authenticator.js';
import { explainGroup } from './describe-group.js';
import { createKeyedQueue } from './keyed-queue.js';
import { createLabelMatcher, type LabelMatch } from './label-match.js';
import { createLinkReader } from './link-reader.js';
import { parseNotification } from './parse-notification.js';
import { createResolvedAlerts } from './resolved-alerts.js';

/** How to authenticate alerts, which of them ask for approval, and for what. */
export interface ReceiveAlertsOptions<Input> {
  /** How to authenticate requests: a bearer token, Standard Webhooks secrets, or none. */
  readonly authentication: AlertAuthentication;
  /** The kind that asks for approval, or an object that forwards to it. */
  readonly asks: Asks<Input>;
  /** The alerts that ask for approval: those that fit any of these matches. Other alerts do nothing. */
  readonly alerts: readonly LabelMatch[];
  /** Creates what people decide on. It is fixed when the group first asks, so leave out what changes, such as counts. */
  readonly payload: (group: AlertGroup) => NoInfer<Input>;
  /** Creates the card's context lines, which every notification replaces. @default explainGroup */
  readonly context?: (group: AlertGroup) => readonly string[];
  /** The hosts that `links` may point to, with a port unless it is 443. Links to other hosts are dropped. @default [] */
  readonly linkHosts?: readonly string[];
  /** Logs the outcome of each notification, and errors, which the sender does not see. @default errors become process warnings */
  readonly logger?: Pick<Logger, 'info' | 'error'>;
  /** The current time in epoch milliseconds. @default Date.now */
  readonly clock?: () => number;
}

const knownOptions = {
  authentication: true,
  asks: true,
  alerts: true,
  payload: true,
  context: true,
  linkHosts: true,
  logger: true,
  clock: true,
} satisfies KnownKeys<ReceiveAlertsOptions<unknown>>;

/**
 * Creates a receiver of Alertmanager's webhook, for any host.
 *
 * A firing group asks for approval once, and withdraws it when it resolves. The response is 200 with what was done. Alertmanager
 * retries after 5xx, but not after 4xx, which a retry cannot fix.
 *
 * @example
 * ```ts
 * import { alertName, type Asks, receiveAlerts } from '@k8s-pizza/slack-approval-alertmanager';
 *
 * declare const restart: Asks<{ alert: string }>; // a kind, from approvals.define
 * const receive = receiveAlerts({
 *   authentication: { bearer: process.env.ALERTS_TOKEN },
 *   asks: restart,
 *   alerts: [{ alertname: 'HighCPUUsage', severity: /warning|critical/ }],
 *   payload: (group) => ({ alert: alertName(group) }),
 * });
 * ```
 * @throws {SlackApprovalError} invalid_options — an option is missing, invalid or unknown
 * @throws {SlackApprovalError} invalid_webhook_secret — a secret is missing or malformed
 */
export function receiveAlerts<Input>(options: ReceiveAlertsOptions<Input>): Receiver {
  refuseUnknownKeys('receiveAlerts', options, knownOptions);
  const { asks, payload, context = explainGroup, logger = warnings, clock = Date.now } = options;
  if (typeof Object(asks).ask !== 'function' || typeof payload !== 'function') {
    throw new SlackApprovalError(
      'invalid_options',
      'receiveAlerts must get a kind as `asks`, and a function as `payload`.',
    );
  }
  const authenticator = createAuthenticator(options.authentication, clock);
  const isMatch = createLabelMatcher(options.alerts);
  const linksOf = createLinkReader(options.linkHosts ?? []);
  const rules = { asks, isMatch, linksOf, payload, context, resolvedAlerts: createResolvedAlerts(clock) };
  const enqueue = createKeyedQueue();

  const receive = async (request: RawRequest): Promise<RawResponse> => {
    const refusal = refuseRequest(request);
    if (refusal !== null) return refusal;
    const parsed = authenticator.parse(request);
    if ('refused' in parsed)
      return parsed.refused === 'unauthenticated' ? unauthenticated : json(400, error(parsed.refused));
    const notification = parseNotification(parsed.json);
    if (typeof notification === 'string') return json(400, error(notification));
    try {
      const action = await enqueue(notification.groupKey, () => actOnAlerts(rules, notification));
      logger.info(`alertmanager: ${action.action}`, { ...action, ...logFields(notification) });
      return toResponse(action);
    } catch (cause) {
      logger.error('alertmanager: processing a notification failed', cause, logFields(notification));
      return json(...toFailure(cause));
    }
  };
  return Object.assign(receive, { refuseHead: (head: RequestHead) => refuseHead(head, authenticator), refuseBody });
}

const unauthenticated: RawResponse = json(401, error('unauthenticated'), { 'www-authenticate': 'Bearer' });

function refuseHead(head: RequestHead, { allowsHead }: Authenticator): RawResponse | null {
  return refuseMethodOrType(head) ?? (allowsHead(head) ? null : unauthenticated);
}

/** 503 after a slow body, so that Alertmanager retries. */
function refuseBody(fault: BodyFault): RawResponse {
  if (fault === 'body_too_slow') return json(503, error(fault));
  return json(fault === 'body_too_large' ? 413 : 415, error(fault));
}

function refuseRequest(request: RawRequest): RawResponse | null {
  if (request.method === 'POST' && request.body.byteLength > maxRequestBytes) return refuseBody('body_too_large');
  return refuseMethodOrType(request);
}

function refuseMethodOrType({ method, header }: RequestHead): RawResponse | null {
  if (method !== 'POST') return json(405, error('method_not_allowed'), { allow: 'POST' });
  // a web page can make a browser send other types without a preflight request, which is cross-site request forgery
  const [type = ''] = (header('content-type') ?? '').split(';');
  return type.trim().toLowerCase() === 'application/json' ? null : refuseBody('unsupported_media_type');
}

function toResponse(action: AlertAction): RawResponse {
  // Alertmanager retries while the alert fires: a new alert asks then, and an outdated notification stops
  return action.action === 'overtaken' ? json(503, error('overtaken')) : json(200, action);
}

/** 503 for errors that a retry can fix, 500 with a code for errors of the payload or the card. */
function toFailure(cause: unknown): readonly [status: number, body: object] {
  if (!isSlackApprovalError(cause) || /^(?:store|record)_/.test(cause.code)) return [503, error('unavailable')];
  return [500, error(cause.code)];
}

function error(code: string): object {
  return { error: code };
}

function json(status: number, body: object, headers: Readonly<Record<string, string>> = {}): RawResponse {
  return { status, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

const maxLoggedLength = 200;

function logFields({ groupKey, receiver }: Notification): object {
  return { groupKey: groupKey.slice(0, maxLoggedLength), receiver: receiver.slice(0, maxLoggedLength) };
}

const warnings: Pick<Logger, 'info' | 'error'> = {
  info: () => undefined,
  error(message, cause) {
    const { stack } = Object(cause);
    const detail = typeof stack === 'string' ? stack : String(cause);
    process.emitWarning(String(message), { type: 'SlackApprovalWarning', detail });
  },
};

import { isSlackApprovalError, type Logger, SlackApprovalError } from '@k8s-pizza/slack-approval';
import {
  consoleLogger,
  createLog,
  createLogThrottle,
  type KnownKeys,
  maxRequestBytes,
  type RawRequest,
  type RawResponse,
  type Receiver,
  type RequestHead,
  refuseUnknownKeys,
  requireBytes,
} from '@k8s-pizza/slack-approval/host';
import { type AlertAction, actOnAlerts } from './act-on-alerts.js';
import type { AlertGroup, Notification } from './alert-group.js';
import type { Asks } from './asks.js';
import { type AlertAuthentication, createAuthenticator } from './authenticator.js';
import { explainGroup } from './describe-group.js';
import { createKeyedQueue } from './keyed-queue.js';
import { createLabelMatcher, type LabelMatch } from './label-match.js';
import { createLinkReader } from './link-reader.js';
import { parseNotification } from './parse-notification.js';
import { createRefuse, json, type Refuse } from './refuse-alerts.js';
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
  /**
   * Gets what each notification did, why requests are refused, and errors, which the sender does not see.
   * @default warnings and errors to the console
   */
  readonly logger?: Logger;
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
 * Creates a receiver of Alertmanager's webhook, or of Grafana's, for any host.
 *
 * A firing group asks for approval once, and withdraws it when it resolves. The response is 200 with what was done. Alertmanager
 * retries after 5xx, but not after 4xx, which a retry cannot fix. Texts that are too long for a card are shortened.
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
  const { asks, payload, context = explainGroup, logger = consoleLogger, clock = Date.now } = options;
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
  const log = createLog(logger, 'slack-approval-alertmanager');
  const refuse = createRefuse(log, createLogThrottle(clock, 60_000));

  const receive = async (request: RawRequest): Promise<RawResponse> => {
    const refusal = refuseMethodOrType(request, refuse) ?? refuseBytes(request, refuse);
    if (refusal !== null) return refusal;
    const parsed = authenticator.parse({ ...request, body: requireBytes(request.body) });
    if ('refused' in parsed) return refuse(parsed.refused);
    const notification = parseNotification(parsed.json);
    if (typeof notification === 'string') return refuse(notification);
    try {
      const action = await enqueue(notification.groupKey, () => actOnAlerts(rules, notification));
      log.info('alert_handled', 'a notification was handled', { ...action, ...logFields(notification) });
      return toResponse(action);
    } catch (error) {
      const [status, code] = toFailure(error);
      log.error('alert_failed', 'handling a notification failed; nobody was asked', {
        ...logFields(notification),
        status,
        error,
      });
      return json(status, { error: code });
    }
  };
  const refuseHead = (head: RequestHead): RawResponse | null =>
    refuseMethodOrType(head, refuse) ?? (authenticator.allowsHead(head) ? null : refuse('unauthenticated'));
  return Object.assign(receive, { refuseHead, refuseBody: refuse });
}

function refuseBytes({ body }: RawRequest, refuse: Refuse): RawResponse | null {
  try {
    return requireBytes(body).byteLength > maxRequestBytes ? refuse('body_too_large') : null;
  } catch (error) {
    if (isSlackApprovalError(error)) return refuse('raw_body_unavailable');
    throw error;
  }
}

function refuseMethodOrType({ method, header }: RequestHead, refuse: Refuse): RawResponse | null {
  if (method !== 'POST') return refuse('method_not_allowed');
  // a web page can make a browser send other types without a preflight request, which is cross-site request forgery
  const [type = ''] = (header('content-type') ?? '').split(';');
  return type.trim().toLowerCase() === 'application/json' ? null : refuse('unsupported_media_type');
}

function toResponse(action: AlertAction): RawResponse {
  // Alertmanager retries while the alert fires: a new alert asks then, and an outdated notification stops
  return action.action === 'overtaken' ? json(503, { error: 'overtaken' }) : json(200, action);
}

/** 503 for errors that a retry can fix, 500 with a code for errors of the payload or the card. */
function toFailure(error: unknown): readonly [status: number, code: string] {
  if (!isSlackApprovalError(error) || /^(?:store|record)_/.test(error.code)) return [503, 'unavailable'];
  return [500, error.code];
}

const maxLoggedLength = 200;

function logFields({ groupKey, receiver }: Notification): object {
  return { groupKey: groupKey.slice(0, maxLoggedLength), receiver: receiver.slice(0, maxLoggedLength) };
}

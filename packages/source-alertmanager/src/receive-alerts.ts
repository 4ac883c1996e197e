import {
  type BodyFault,
  isSlackApprovalError,
  type KnownKeys,
  type Logger,
  maxBodyBytes,
  type RawRequest,
  type RawResponse,
  type Receiver,
  type RequestHead,
  refuseUnknownKeys,
  SlackApprovalError,
} from '@k8s-pizza/slack-approval';
import { type AlertAction, actOnAlerts } from './act-on-alerts.js';
import type { AlertGroup, Notification } from './alert-group.js';
import type { Asks } from './asks.js';
import { explainGroup } from './explain-group.js';
import { createTurns } from './in-turn.js';
import { type LabelMatch, matcherOf } from './label-match.js';
import { linkReader } from './link-hosts.js';
import { type AlertAuthentication, type Opener, openerOf } from './open-request.js';
import { readNotification } from './read-notification.js';
import { createResolvedAlerts } from './resolved-alerts.js';

/** Who may send alerts, which of them ask, for what, and where. */
export interface ReceiveAlertsOptions<Input> {
  readonly authentication: AlertAuthentication;
  /** A kind, or whatever passes the same on to one. */
  readonly asks: Asks<Input>;
  /** The alerts that ask: those that fit any one of these. All others are answered and change nothing. */
  readonly alerts: readonly LabelMatch[];
  /** What people decide on. It is taken when the group asks and stays as it was then: leave out what moves, such as counts. */
  readonly payload: (group: AlertGroup) => NoInfer<Input>;
  /** Lines that merely explain, replaced with every notification. @default how many alerts fire, on which instances, how many were left out */
  readonly context?: (group: AlertGroup) => readonly string[];
  /** Hosts, with their port where it is not 443, that `links` may lead to: an alert's labels cannot add one. @default none */
  readonly linkHosts?: readonly string[];
  /** Told what was done and why nothing was; and what failed, of which the sender learns nothing. @default failures as a process warning */
  readonly logger?: Pick<Logger, 'info' | 'error'>;
  /** Epoch milliseconds. @default Date.now */
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
 * Makes the receiving end of Alertmanager's webhook, for any host.
 *
 * A group that fires asks once, and one that resolves takes its question back.
 * 200 says what was done; 4xx will not get better by sending it again, and Alertmanager does not; 5xx is sent again.
 *
 * @throws {SlackApprovalError} invalid_options — no kind, no payload, no alerts, no bearer token, one of linkHosts is no host, or an option is unknown
 * @throws {SlackApprovalError} invalid_webhook_secret — a secret is missing or malformed
 */
export function receiveAlerts<Input>(options: ReceiveAlertsOptions<Input>): Receiver {
  refuseUnknownKeys('receiveAlerts', options, knownOptions);
  const { asks, payload, context = explainGroup, logger = warnings, clock = Date.now } = options;
  if (typeof Object(asks).ask !== 'function' || typeof payload !== 'function') {
    throw new SlackApprovalError('invalid_options', 'receiveAlerts takes asks, a kind, and payload, a function.');
  }
  const opener = openerOf(options.authentication, clock);
  const isNamed = matcherOf(options.alerts);
  const linksOf = linkReader(options.linkHosts ?? []);
  const rules = { asks, isNamed, linksOf, payload, context, resolved: createResolvedAlerts(clock) };
  const inTurn = createTurns();

  const receive = async (request: RawRequest): Promise<RawResponse> => {
    const problem = problemOf(request);
    if (problem !== null) return problem;
    const opened = opener.open(request);
    if ('refused' in opened)
      return opened.refused === 'unauthenticated' ? unauthenticated : json(400, error(opened.refused));
    const notification = readNotification(opened.json);
    if (typeof notification === 'string') return json(400, error(notification));
    try {
      const action = await inTurn(notification.groupKey, () => actOnAlerts(rules, notification));
      logger.info(`alertmanager: ${action.action}`, { ...action, ...told(notification) });
      return answerOf(action);
    } catch (cause) {
      logger.error('alertmanager: a notification could not be acted on', cause, told(notification));
      return json(...failure(cause));
    }
  };
  return Object.assign(receive, { refuseHead: (head: RequestHead) => refuseHead(head, opener), refuseBody });
}

const unauthenticated: RawResponse = json(401, error('unauthenticated'), { 'www-authenticate': 'Bearer' });

function refuseHead(head: RequestHead, { mayBeKnown }: Opener): RawResponse | null {
  return headProblem(head) ?? (mayBeKnown(head) ? null : unauthenticated);
}

/** What came too slowly is asked for again. */
function refuseBody(fault: BodyFault): RawResponse {
  if (fault === 'body_too_slow') return json(503, error(fault));
  return json(fault === 'body_too_large' ? 413 : 415, error(fault));
}

function problemOf(request: RawRequest): RawResponse | null {
  if (request.method === 'POST' && request.body.byteLength > maxBodyBytes) return refuseBody('body_too_large');
  return headProblem(request);
}

function headProblem({ method, header }: RequestHead): RawResponse | null {
  if (method !== 'POST') return json(405, error('method_not_allowed'), { allow: 'POST' });
  // a page in somebody's browser can send every other type to an address that the browser reaches, unasked
  const [type = ''] = (header('content-type') ?? '').split(';');
  return type.trim().toLowerCase() === 'application/json' ? null : refuseBody('unsupported_media_type');
}

function answerOf(action: AlertAction): RawResponse {
  // sent again for as long as Alertmanager holds it to be true: what has begun anew asks then, what was merely late is over
  return action.action === 'overtaken' ? json(503, error('overtaken')) : json(200, action);
}

/** Everything but what the payload or the card is at fault for gets better by itself, or is sent again until somebody has mended it. */
function failure(cause: unknown): readonly [status: number, body: object] {
  if (!isSlackApprovalError(cause) || /^(?:store|record)_/.test(cause.code)) return [503, error('unavailable')];
  return [500, error(cause.code)];
}

function error(code: string): object {
  return { error: code };
}

function json(status: number, body: object, headers: Readonly<Record<string, string>> = {}): RawResponse {
  return { status, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

const mostToldLength = 200;

function told({ groupKey, receiver }: Notification): object {
  return { groupKey: groupKey.slice(0, mostToldLength), receiver: receiver.slice(0, mostToldLength) };
}

const warnings: Pick<Logger, 'info' | 'error'> = {
  info: () => undefined,
  error(message, cause) {
    const { stack } = Object(cause);
    const detail = typeof stack === 'string' ? stack : String(cause);
    process.emitWarning(String(message), { type: 'SlackApprovalWarning', detail });
  },
};

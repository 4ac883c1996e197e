// What asks for a pizza without a person: Alertmanager's notifications, and confirmations of the first Slack app.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Logger } from '@k8s-pizza/slack-approval';
import { createLog, type RawResponse, type Receiver, type RequestHead } from '@k8s-pizza/slack-approval/host';
import {
  type Asks,
  alertName,
  firingSince,
  highestSeverity,
  receiveAlerts,
  summaryOf,
} from '@k8s-pizza/slack-approval-alertmanager';
import { z } from 'zod';
import type { AlertsConfig } from './config.js';
import { json, type Route } from './http-server.js';
import { cutText, type OrderSpec, type PizzaOrder, toPayload } from './pizza-order.js';
import { resourceName } from './pizza-order-resource.js';

/** The label that marks an alert as a test. */
const testLabel = 'pizza_test';

/** A card holds 8 KB including links, so long texts are shortened and the alert still asks. */
const maxCharacters = { name: 100, severity: 40, summary: 400 } as const;

export interface AlertSetup {
  readonly asks: Asks<PizzaOrder>;
  readonly alerts: AlertsConfig;
  /** What an alert orders. */
  readonly order: OrderSpec;
  /** US dollars. */
  readonly maxPrice: string;
  /** When shifts start, as times of day in UTC. */
  readonly shiftStarts: PizzaOrder['shiftStarts'];
  readonly logger: Logger;
  readonly clock: () => number;
}

/**
 * Answers Alertmanager's notifications: the alerts in `ALERT_NAMES` ask for a pizza, and withdraw their question when
 * they resolve. The Slack app serves it at `/alerts`, the order function at `OrderPizza`.
 */
function answerAlerts(setup: AlertSetup): Receiver {
  const { asks, alerts, order, maxPrice, shiftStarts, logger, clock } = setup;
  return receiveAlerts({
    authentication: alerts.token === null ? 'none' : { bearer: alerts.token },
    asks,
    alerts: alerts.names.map((alertname) => ({ alertname })),
    payload: (group) => ({
      alert: {
        name: cutText(alertName(group), maxCharacters.name),
        ...shortTexts({ severity: highestSeverity(group) ?? undefined, summary: summaryOf(group) ?? undefined }),
        since: firingSince(group),
        links: group.links,
      },
      ...toPayload(order),
      maxPrice,
      shiftStarts,
      ...(group.alerts.every(({ labels }) => labels[testLabel] !== undefined) ? { test: true as const } : {}),
    }),
    linkHosts: alerts.linkHosts,
    logger,
    clock,
  });
}

/** The Slack app's route for alerts. */
export function alertsRoute(setup: AlertSetup): Route {
  return { method: 'POST', path: '/alerts', answer: answerAlerts(setup) };
}

/** Keeps the texts that say something: a card shows no field for a severity or summary that an alert lacks. */
function shortTexts({ severity, summary }: { severity?: string | undefined; summary?: string | undefined }) {
  return {
    ...(severity === undefined ? {} : { severity: cutText(severity, maxCharacters.severity) }),
    ...(summary === undefined ? {} : { summary: cutText(summary, maxCharacters.summary) }),
  };
}

/** The app's own route for alerts, its token, and the alert that a test stands for. */
export interface TestedAlerts {
  readonly route: Route;
  readonly token: string | null;
  readonly alertname: string;
}

interface TestAlert {
  readonly userId: string;
  readonly status: 'firing' | 'resolved';
  readonly now: number;
}

const alertAnswer = z.object({ approvalId: z.string() });

/**
 * Sends the app a test by one person, as Alertmanager would.
 *
 * @returns the approval it asked for, now or before; null if the app refused the alert or asked nothing
 */
export async function sendTest({ route, token, alertname }: TestedAlerts, test: TestAlert): Promise<string | null> {
  const headers = new Headers({ 'content-type': 'application/json' });
  if (token !== null) headers.set('authorization', `Bearer ${token}`);
  const body = new TextEncoder().encode(JSON.stringify(testNotification(alertname, test)));
  const answer = await route.answer({ method: 'POST', header: (name) => headers.get(name), body });
  if (answer.status !== 200) return null;
  return alertAnswer.safeParse(JSON.parse(answer.body)).data?.approvalId ?? null;
}

/** The notification of a test: a group of alerts per person, with the test label. */
function testNotification(alertname: string, { userId, status, now }: TestAlert): object {
  const labels = { alertname, [testLabel]: userId };
  const annotations = { summary: 'A test, sent by /pizza test.' };
  return {
    version: '4',
    groupKey: `{}:{alertname="${alertname}", ${testLabel}="${userId}"}`,
    status,
    receiver: 'pizza-webhook',
    alerts: [{ status, labels, annotations, startsAt: new Date(now).toISOString() }],
  };
}

export interface OrderPizzaSetup extends AlertSetup {
  /** The namespace of the PizzaOrder, as a confirmation is told it. */
  readonly namespace: string;
}

/**
 * Receives what the function `OrderPizza` takes: Alertmanager's notifications, and confirmations in the form of the
 * project's first Slack app. If `ALERTS_TOKEN` is set, both must present it in addition to the function's key.
 */
export function receiveOrderPizza(setup: OrderPizzaSetup): Receiver {
  const hasToken = bearerCheck(setup.alerts.token);
  const receiveNotification = answerAlerts(setup);
  const refuseHead = (head: RequestHead): RawResponse | null => {
    if (head.method !== 'POST') return { status: 405, headers: { allow: 'POST' }, body: '' };
    return hasToken(head) ? null : json(401, { error: 'unauthenticated' });
  };
  const receive: Receiver = async (request) => {
    const refused = refuseHead(request);
    if (refused !== null) return refused;
    const body = parseJson(request.body);
    if (!isConfirmation(body)) return await receiveNotification(request);
    try {
      return await answerConfirmation(setup, body);
    } catch (error) {
      createLog(setup.logger, 'OrderPizza').error('confirmation_failed', 'a confirmation failed', { error });
      return json(503, { error: 'unavailable' });
    }
  };
  return Object.assign(receive, { refuseHead });
}

// an unpaired surrogate cannot be stored, and an empty text cannot be a key
const optionalText = z
  .string()
  .min(1)
  .max(2_000)
  .refine((given) => !/\p{Surrogate}/u.test(given))
  .optional()
  .catch(undefined);
const alertDetails = z.object({
  alertname: optionalText,
  instance: optionalText,
  severity: optionalText,
  startsAt: optionalText,
  summary: optionalText,
  description: optionalText,
  groupKey: optionalText,
});
type AlertDetails = z.infer<typeof alertDetails>;

/** The body that the project's first Slack app sent after a click. */
const confirmation = z.object({
  confirmationSource: z.literal('slack'),
  orderConfirmed: z.boolean(),
  createK8sResource: z.boolean().default(false),
  alertDetails: alertDetails.default({}),
});

function isConfirmation(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'confirmationSource' in body;
}

/**
 * Answers a confirmation in its own form, but asks instead of ordering: a confirmation names no person, carries no
 * approval and is not signed, so anyone with the function's key could send one.
 */
async function answerConfirmation(setup: OrderPizzaSetup, body: unknown): Promise<RawResponse> {
  const read = confirmation.safeParse(body);
  if (!read.success) return json(400, { error: 'malformed_confirmation' });
  const { orderConfirmed, createK8sResource, alertDetails: alert } = read.data;
  const { namespace, alerts, asks } = setup;
  const askNothing = (message: string) => json(200, { message, resourceName: null, namespace });
  if (!orderConfirmed || !createK8sResource) return askNothing('Nothing was confirmed, so nothing is asked.');
  if (alert.alertname === undefined || !alerts.names.includes(alert.alertname))
    return askNothing('Nothing is asked: alertDetails.alertname is not one of the alerts in ALERT_NAMES.');
  const { approval } = await asks.ask(confirmedOrder(setup, alert.alertname, alert), {
    key: alert.groupKey ?? keyOf(alert),
    requester: 'confirmation',
    context: alert.instance === undefined ? [] : [`1 alert firing on ${alert.instance}`],
  });
  const message =
    approval.status === 'pending'
      ? 'Nothing is ordered yet: people are asked in Slack, and the resource is created once they approve.'
      : `People were asked in Slack before: ${approval.status}.`;
  return json(200, { message, resourceName: resourceName(approval.id), namespace });
}

function confirmedOrder({ clock, ...setup }: OrderPizzaSetup, name: string, alert: AlertDetails): PizzaOrder {
  const startsAt = Date.parse(alert.startsAt ?? '');
  // a label cannot hold arbitrary text, so only a real time is taken over
  const since = new Date(Number.isNaN(startsAt) ? clock() : startsAt).toISOString().replace(/\.\d+Z$/, 'Z');
  const texts = shortTexts({ severity: alert.severity, summary: alert.summary ?? alert.description });
  const { order, maxPrice, shiftStarts } = setup;
  const named = { name: cutText(name, maxCharacters.name), ...texts, since, links: {} };
  return { alert: named, ...toPayload(order), maxPrice, shiftStarts };
}

/** The same confirmation has the same key, so sending it again asks once. */
function keyOf(alert: AlertDetails): string {
  return `confirmation:${createHash('sha256').update(JSON.stringify(alert)).digest('hex')}`;
}

/** Checks a bearer token in constant time. With null, every request passes. */
function bearerCheck(token: string | null): (head: RequestHead) => boolean {
  if (token === null) return () => true;
  const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
  const expected = sha256(token);
  return ({ header }) => {
    const [, presented = ''] = /^Bearer +(\S+)$/i.exec(header('authorization') ?? '') ?? [];
    return timingSafeEqual(sha256(presented), expected);
  };
}

/** Parses bytes as JSON. Returns null if they are not JSON or not UTF-8. */
function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

/** A logger for people: one line per message, with what the message is about after it. */
export function plainLogger(log: (line: string) => void): Logger {
  const line = (message: unknown, fields: unknown = {}): void => {
    const { action, why, reason, error, cause, remedy } = Object(fields);
    const about = [action, why, reason, error, cause, remedy].filter((text) => typeof text === 'string');
    log([message, ...about].join(': '));
  };
  return { debug: () => undefined, info: line, warn: line, error: line };
}

import { createHash } from 'node:crypto';
import type { RawResponse } from '@k8s-pizza/slack-approval';
import { z } from 'zod';
import { type AlertSetup, mostOf } from '../answer-alerts.js';
import { json } from '../app/route.js';
import { cutText } from '../cut-text.js';
import { resourceName } from '../kubernetes/pizza-order-resource.js';
import type { PizzaOrder } from '../pizza-order.js';

// half a character is no text that can be asked, and no text at all is no key
const text = z
  .string()
  .min(1)
  .max(2_000)
  .refine((given) => !/\p{Surrogate}/u.test(given))
  .optional()
  .catch(undefined);
const details = z.object({
  alertname: text,
  instance: text,
  severity: text,
  startsAt: text,
  summary: text,
  description: text,
  groupKey: text,
});

/** The body that the project's first Slack app sent after a click. */
const confirmation = z.object({
  confirmationSource: z.literal('slack'),
  orderConfirmed: z.boolean(),
  createK8sResource: z.boolean().default(false),
  alertDetails: details.default({}),
});
type AlertDetails = z.infer<typeof details>;

export interface ConfirmationSetup extends Pick<AlertSetup, 'asks' | 'alerts' | 'order' | 'maxPrice' | 'clock'> {
  /** Where the resource will be. */
  readonly namespace: string;
}

export function isConfirmation(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'confirmationSource' in body;
}

/**
 * Answers a confirmation in its own form, and asks instead of ordering: it says that somebody agreed, but not who, and carries neither an
 * approval nor a signature. Whoever holds the function's key could write it.
 */
export async function answerConfirmation(setup: ConfirmationSetup, body: unknown): Promise<RawResponse> {
  const read = confirmation.safeParse(body);
  if (!read.success) return json(400, { error: 'malformed_confirmation' });
  const { orderConfirmed, createK8sResource, alertDetails } = read.data;
  const { namespace, alerts, asks } = setup;
  const nothing = (message: string) => json(200, { message, resourceName: null, namespace });
  if (!orderConfirmed || !createK8sResource) return nothing('Nothing was confirmed, so nothing is asked.');
  const { alertname } = alertDetails;
  if (alertname === undefined || !alerts.names.includes(alertname))
    return nothing('Nothing is asked: alertDetails.alertname is not an alert that orders pizza here.');
  const { approval } = await asks.ask(payloadOf(setup, alertname, alertDetails), {
    key: alertDetails.groupKey ?? keyOf(alertDetails),
    requester: 'confirmation',
    context: alertDetails.instance === undefined ? [] : [`1 alert firing on ${alertDetails.instance}`],
  });
  const message =
    approval.status === 'pending'
      ? 'Nothing is ordered yet: people are asked in Slack, and the resource is created once they approve.'
      : `People were asked in Slack before: ${approval.status}.`;
  return json(200, { message, resourceName: resourceName(approval.id), namespace });
}

function payloadOf({ order, maxPrice, clock }: ConfirmationSetup, name: string, alert: AlertDetails): PizzaOrder {
  const startsAt = Date.parse(alert.startsAt ?? '');
  // it becomes a label, which holds no text of any kind
  const since = new Date(Number.isNaN(startsAt) ? clock() : startsAt).toISOString().replace(/\.\d+Z$/, 'Z');
  const summary = cutText(alert.summary ?? alert.description ?? 'no summary', mostOf.summary);
  const severity = cutText(alert.severity ?? 'unknown', mostOf.severity);
  return { alert: { name: cutText(name, mostOf.name), severity, since, summary, links: {} }, order, maxPrice };
}

/** The same confirmation, sent again, is the same occasion. */
function keyOf(alert: AlertDetails): string {
  return `confirmation:${createHash('sha256').update(JSON.stringify(alert)).digest('hex')}`;
}

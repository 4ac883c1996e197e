import type { DeliveryOutcome } from '../domain/model/commands.js';
import { type KnownKeys, unknownKeys } from '../options/unknown-keys.js';
import type { Decision, DecisionSink } from '../ports/decision-sink.js';
import { renderOwnBody } from './render-body.js';
import { sendWebhook } from './send-webhook.js';
import { sign } from './standard-webhooks.js';
import { isOwnHeader, readSettings, type WebhookTarget } from './webhook-settings.js';

/**
 * The options of `webhook`: how it signs and what it sends.
 *
 * `define` checks them, not `webhook` itself.
 */
export interface WebhookOptions {
  /** `whsec_` and the base64 of 24 to 64 random bytes. Several sign together, so that you can rotate them at the receiver. */
  readonly secret: string | readonly string[] | undefined;
  /** Sent with every attempt. `content-type` and the three headers of the signature cannot be replaced. @default {} */
  readonly headers?: Readonly<Record<string, string>>;
  /** Returns plain JSON to send instead of the event. Called once, when the decision is stored. @default the event */
  readonly body?: (decision: Decision<unknown>) => unknown;
  /** Allows plain http to another machine. @default false */
  readonly insecure?: boolean;
}

const knownOptions = { secret: true, headers: true, body: true, insecure: true } satisfies KnownKeys<WebhookOptions>;

const defaultTimeoutMs = 15_000;

/**
 * A sink that posts each decision to one address, signed by Standard Webhooks.
 *
 * The address must be https, or http on this machine. A redirect is a failure. Every attempt sends the same `webhook-id` and the
 * same bytes, with a timeout of 15 s. `define` reports missing and malformed options together with its other problems.
 *
 * @example
 * const sink = webhook('https://ops.example.com/decisions', { secret: process.env.WEBHOOK_SECRET });
 */
export function webhook(url: string | undefined, options: WebhookOptions): DecisionSink {
  return createWebhook(url, options, defaultTimeoutMs);
}

/** As `webhook`, with another timeout in milliseconds. */
export function createWebhook(url: string | undefined, options: WebhookOptions, timeoutMs: number): DecisionSink {
  const { secret, headers = {}, body, insecure = false } = options;
  const { target, problems } = readSettings({ url, secret, headers, insecure, body });
  for (const message of unknownKeys('webhook', options, knownOptions))
    problems.push({ code: 'invalid_options', message });
  return {
    deliver: target === null ? notConfigured : sender(target, timeoutMs),
    problems: () => problems,
    ...(typeof body === 'function' ? { render: (decision) => renderOwnBody(body, decision) } : {}),
  };
}

// the target lives in this closure only: printing or serialising a sink shows no key and no address
function sender({ url, keys, headers: own }: WebhookTarget, timeoutMs: number): DecisionSink['deliver'] {
  return async ({ body, headers: added, context: { deliveryId: id, signal } }) => {
    const timestamp = String(Math.floor(Date.now() / 1000));
    // an instrument replaces no header of the options, and a malformed one is left out
    const fitting = Object.entries(added).filter(([name, value]) => isOwnHeader(name, value));
    const headers = new Headers(fitting);
    for (const [name, value] of own) headers.set(name, value);
    headers.set('content-type', 'application/json');
    headers.set('webhook-id', id);
    headers.set('webhook-timestamp', timestamp);
    headers.set('webhook-signature', sign(keys, { id, timestamp, body }));
    return await sendWebhook({ url, headers, body, timeoutMs, signal });
  };
}

/** `define` refuses such a sink. One that is used without it keeps what it was given for later. */
function notConfigured(): Promise<DeliveryOutcome> {
  return Promise.resolve({ type: 'retry', afterMs: null, reason: 'not configured' });
}

import type { Model } from '../model/model.js';
import type { SendFailure } from '../sent.js';
import { SimulatorError } from '../simulator-error.js';
import type { Envelope, Sockets } from '../sockets.js';
import type { Traffic } from '../traffic.js';
import { type Attempt, type OutboundRequest, sendSigned } from './signed-request.js';

export interface Outgoing extends Pick<OutboundRequest, 'contentType' | 'body'> {
  /** How the traffic list calls it. */
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly followRedirects?: boolean;
  /** What the body of a 200 does, and what is wrong with it. */
  readonly onAnswer?: (body: string) => SendFailure | null;
}

/** Sends to the request URL and writes each request down. */
export interface Outbox {
  readonly model: Model;
  /** Where responses and triggers of this simulator live. */
  readonly origin: string;
  /** False while the app is neither at an address nor on a socket. */
  reachesApp(): boolean;
  send(outgoing: Outgoing): Promise<Attempt>;
}

export function createOutbox(options: {
  readonly model: Model;
  readonly traffic: Traffic;
  readonly origin: string;
  readonly requestUrl: () => string | null;
  readonly sockets: Sockets;
  readonly closing: AbortSignal;
}): Outbox {
  const { model, traffic, closing, origin, sockets } = options;
  const reachesApp = (): boolean => options.requestUrl() !== null || sockets.isConnected();
  return {
    model,
    origin,
    reachesApp,
    async send({ method, contentType, body, headers = {}, followRedirects = false, onAnswer }) {
      const url = options.requestUrl();
      if (!reachesApp()) {
        throw new SimulatorError(
          'no_request_url',
          `No address for ${method}: set \`requestUrl\` to the app's URL, or connect the app by Socket Mode.`,
        );
      }
      const request = { contentType, body, headers, followRedirects };
      const attempt =
        url === null
          ? unsigned(await sockets.send(envelopeOf(method, request)))
          : await sendSigned(url, request, { now: model.now, closing });
      const { sent, signature, timestamp } = attempt;
      const failure = sent.failure ?? onAnswer?.(sent.body) ?? null;
      traffic.record(
        { direction: 'out', method, status: sent.status, detail: failure },
        { request: body, answer: sent.body, ms: sent.ms, signature, timestamp },
      );
      return { ...attempt, sent: { ...sent, failure } };
    },
  };
}

/** Over a socket nothing is signed, and an app cannot turn retries off. */
function unsigned(sent: Attempt['sent']): Attempt {
  return { sent, noRetry: false, signature: null, timestamp: null };
}

const envelopeTypes: Readonly<Record<string, Envelope['type']>> = {
  event_callback: 'events_api',
  slash_command: 'slash_commands',
};

/** The same payload as over HTTP, without its form, and with the retry's headers as fields. */
function envelopeOf(method: string, { contentType, body, headers }: OutboundRequest): Envelope {
  if (method === 'url_verification')
    throw new SimulatorError('not_simulated', 'Socket Mode has no URL to verify: set `requestUrl`.');
  const type = envelopeTypes[method] ?? 'interactive';
  const retry = headers['x-slack-retry-num'];
  return {
    type,
    payload: payloadOf(contentType, body),
    accepts_response_payload: type !== 'events_api',
    ...(retry === undefined
      ? {}
      : { retry_attempt: Number(retry), retry_reason: headers['x-slack-retry-reason'] ?? '' }),
  };
}

function payloadOf(contentType: OutboundRequest['contentType'], body: string): unknown {
  if (contentType === 'application/json') return JSON.parse(body);
  const fields = new URLSearchParams(body);
  const payload = fields.get('payload');
  return payload === null ? Object.fromEntries(fields) : JSON.parse(payload);
}

/** §1: interactivity is one form field holding JSON. */
export function interaction<Payload extends { readonly type: string }>(payload: Payload): Outgoing {
  return {
    method: payload.type,
    contentType: 'application/x-www-form-urlencoded',
    body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
  };
}

import { type ReceiveDecisionOptions, receiveDecision } from '../../src/delivery/receive-decision.js';
import { renderBody } from '../../src/delivery/render-body.js';
import { parseSecret, sign } from '../../src/delivery/standard-webhooks.js';
import { webhook } from '../../src/delivery/webhook.js';
import type { Decision } from '../../src/ports/decision-sink.js';
import type { RawRequest } from '../../src/ports/raw-http.js';
import { recordingLogger } from '../world/log.js';
import { aDecision } from './a-decision.js';
import { newSecret } from './secrets.js';

export const now = Date.UTC(2026, 0, 1, 10, 6);
export const decision = aDecision();
export const event = JSON.parse(renderBody(webhook(undefined, { secret: undefined }), decision));

export interface Requested {
  readonly id?: string;
  readonly body?: string | Uint8Array;
  readonly secret?: string;
  readonly timestamp?: string;
}

/** A delivery as `webhook` sends it. */
export function aRequest({
  id = 'delivery.1',
  body = JSON.stringify(event),
  secret = newSecret,
  ...rest
}: Requested = {}): RawRequest {
  const { timestamp = String(now / 1000) } = rest;
  const key = parseSecret(secret);
  const headers = new Headers({
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': sign(key === null ? [] : [key], { id, timestamp, body }),
  });
  return { method: 'POST', header: (name) => headers.get(name), body: Buffer.from(body) };
}

/** A receiver, what its handler was given, and what it logged. */
export function aReceiver(options: Partial<ReceiveDecisionOptions> = {}) {
  const handled: (readonly [Decision<unknown>, { readonly deliveryId: string }])[] = [];
  const logger = recordingLogger();
  const receive = receiveDecision({
    secrets: newSecret,
    clock: () => now,
    handler: async (...call) => void handled.push(call),
    logger,
    ...options,
  });
  /** The level and the fields of each line. */
  const lines = () => logger.lines.map(({ level, parts }) => ({ level, ...Object(parts[1]) }));
  return { receive, handled, lines };
}

/** A `seen` that forgets with its test. */
export function inMemory(ids = new Set<string>()) {
  return { ids, has: async (id: string) => ids.has(id), add: async (id: string) => void ids.add(id) };
}

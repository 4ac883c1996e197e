import type { ServerResponse } from 'node:http';
import { type Decision, type ReceiveDecisionOptions, receiveDecision } from '@k8s-pizza/slack-approval';
import type { RawResponse } from '@k8s-pizza/slack-approval/host';
import { serveHttp } from './http-server.js';

/** Signs what an app of these tests sends to the receiver. */
export const receiverSecret = `whsec_${Buffer.alloc(32, 'receiver ').toString('base64')}`;

/** One attempt to deliver a decision. */
export interface DeliveryAttempt {
  /** The same for every attempt to deliver one decision. */
  readonly id: string;
  readonly body: string;
  /** The trace that it belongs to; null: none. */
  readonly traceparent: string | null;
}

/** What an `answer` works with. */
export interface Arrival {
  readonly attempt: DeliveryAttempt;
  readonly header: (name: string) => string | undefined;
  readonly response: ServerResponse;
  /** Verifies the decision and applies it. */
  readonly take: () => Promise<RawResponse>;
}

export interface ReceiverOptions {
  /**
   * Answers one attempt; a test can fail here, wait, or lose the answer.
   *
   * @default sends what `take` answers
   */
  readonly answer?: (arrival: Arrival) => Promise<void>;
  /**
   * Whether it applies each decision once, as a receiver with a database does, or again each time it arrives.
   *
   * @default true
   */
  readonly remembersIds?: boolean;
}

/** The receiving end of decisions. */
export interface Receiver {
  readonly url: string;
  /** Every attempt, in order, also one that was refused. */
  readonly attempts: readonly DeliveryAttempt[];
  /** The decisions that took effect, in order. */
  readonly applied: readonly Decision<unknown>[];
  close(): Promise<void>;
}

export function sendAnswer(response: ServerResponse, { status, headers, body }: RawResponse): void {
  response.writeHead(status, headers).end(body);
}

/** Starts a receiver that verifies decisions and applies them. */
export async function startReceiver({
  answer = async ({ response, take }) => sendAnswer(response, await take()),
  remembersIds = true,
}: ReceiverOptions = {}): Promise<Receiver> {
  const attempts: DeliveryAttempt[] = [];
  const applied: Decision<unknown>[] = [];
  const handler = async (decision: Decision<unknown>) => void applied.push(decision);
  const receive = receiveDecision({ secrets: receiverSecret, handler, ...(remembersIds ? { seen: memory() } : {}) });
  const { origin, close } = await serveHttp(async ({ method = '', headers }, body, response) => {
    const header = (name: string) => headers[name]?.toString();
    const traceparent = header('traceparent') ?? null;
    const attempt = { id: header('webhook-id') ?? '', body: body.toString('utf8'), traceparent };
    attempts.push(attempt);
    await answer({ attempt, header, response, take: () => receive({ method, header, body }) });
  });
  return { url: `${origin}/decisions`, attempts, applied, close };
}

function memory(): NonNullable<ReceiveDecisionOptions['seen']> {
  const ids = new Set<string>();
  return { has: async (id) => ids.has(id), add: async (id) => void ids.add(id) };
}

import type { ServerResponse } from 'node:http';
import { type RawResponse, receiveDecision, type WebhookEvent } from '@k8s-pizza/slack-approval';
import { serveHttp } from 'test-processes/http-server';
import { receiverSecret, senderHeader } from './settings.js';

interface DeliveryAttempt {
  readonly id: string;
  readonly body: string;
  readonly event: WebhookEvent;
  readonly at: number;
}

/** What the receiver does with one attempt: `gone` for good, `lost` answers, and those that come when all have moved on. */
export type Treatment = 'ok' | 'fails' | 'gone' | 'lost' | 'late' | 'late_and_lost';

interface ReceiverOptions {
  /** The test's own instant. */
  readonly instant: () => number;
  readonly treatmentOf: (event: WebhookEvent, attempt: number) => Treatment;
  /** Told of each attempt before and after it is applied; true: the sender was killed. */
  readonly pass: (replica: number, when: 'before' | 'after') => Promise<boolean>;
}

/** The receiving end: it fails in all ways there are, and remembers what it has seen, as a receiver with a database does. */
export interface Receiver {
  readonly url: string;
  /** What arrived, in this order. */
  readonly attempts: readonly DeliveryAttempt[];
  /** The approvals whose decision took effect, one entry each time it did. */
  readonly applied: readonly string[];
  /** From now on senders may be left waiting for their answer. */
  takeTime(): void;
  /** Answers whoever was left waiting, and leaves nobody waiting any more. */
  hurry(): void;
  close(): Promise<void>;
}

export async function createReceiver({ instant, treatmentOf, pass }: ReceiverOptions): Promise<Receiver> {
  const attempts: DeliveryAttempt[] = [];
  const applied: string[] = [];
  const seen = new Set<string>();
  let waiting: (() => void)[] = [];
  let isInHurry = true;
  const receive = receiveDecision({
    secrets: receiverSecret,
    handler: async ({ approvalId }) => void applied.push(approvalId),
    seen: { has: async (id) => seen.has(id), add: async (id) => void seen.add(id) },
  });
  const answerWith = async (treatment: Treatment, answer: RawResponse, response: ServerResponse): Promise<void> => {
    const isLate = treatment === 'late' || treatment === 'late_and_lost';
    if (isLate && !isInHurry) await new Promise<void>((resolve) => waiting.push(resolve));
    if (treatment === 'lost' || treatment === 'late_and_lost') response.destroy();
    else response.writeHead(answer.status, answer.headers).end(answer.body);
  };

  const server = await serveHttp(async ({ method = '', headers }, bytes, response) => {
    const header = (name: string) => headers[name]?.toString();
    const body = bytes.toString('utf8');
    const id = header('webhook-id') ?? '';
    const replica = Number(header(senderHeader));
    const event: WebhookEvent = JSON.parse(body);
    const treatment = treatmentOf(event, attempts.filter((attempt) => attempt.id === id).length);
    attempts.push({ id, body, event, at: instant() });
    if (await pass(replica, 'before')) return;
    if (treatment === 'fails' || treatment === 'gone') {
      response.writeHead(treatment === 'fails' ? 500 : 410).end();
      return;
    }
    const answer = await receive({ method, header, body: bytes });
    if (await pass(replica, 'after')) return;
    await answerWith(treatment, answer, response);
  });
  return {
    url: `${server.origin}/decisions`,
    attempts,
    applied,
    takeTime() {
      isInHurry = false;
    },
    hurry() {
      isInHurry = true;
      for (const goOn of waiting) goOn();
      waiting = [];
    },
    close: server.close,
  };
}

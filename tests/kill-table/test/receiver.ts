import { type Decision, receiveDecision } from '@k8s-pizza/slack-approval';
import { createHolds, type Holds } from 'test-processes/holds';
import { serveHttp } from 'test-processes/http-server';
import { receiverSecret } from './settings.js';

interface DeliveryAttempt {
  readonly id: string | undefined;
  readonly body: string;
}

/** The receiving end, with a place before and after what it does. It remembers what it has seen, as a receiver with a database does. */
export interface Receiver extends Pick<Holds, 'hold' | 'passedCount'> {
  readonly url: string;
  /** What arrived, in this order, whether it was read or not. */
  readonly attempts: readonly DeliveryAttempt[];
  /** What took effect. */
  readonly applied: readonly Decision<unknown>[];
  close(): Promise<void>;
}

export async function createReceiver(): Promise<Receiver> {
  const { pass, ...holds } = createHolds();
  const attempts: DeliveryAttempt[] = [];
  const applied: Decision<unknown>[] = [];
  const seen = new Set<string>();
  const receive = receiveDecision({
    secrets: receiverSecret,
    handler: async (decision) => void applied.push(decision),
    seen: { has: async (id) => seen.has(id), add: async (id) => void seen.add(id) },
  });
  const server = await serveHttp(async ({ method = '', headers }, body, response) => {
    const header = (name: string) => headers[name]?.toString();
    attempts.push({ id: header('webhook-id'), body: body.toString('utf8') });
    await pass('before delivery');
    if (response.destroyed) return;
    const answer = await receive({ method, header, body });
    await pass('after delivery');
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  });
  return { url: `${server.origin}/decisions`, attempts, applied, ...holds, close: server.close };
}

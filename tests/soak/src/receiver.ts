import { receiveDecision } from '@k8s-pizza/slack-approval';
import { serveHttp } from 'test-processes/http-server';
import { receiverSecret } from './settings.js';

/** The receiving end: what was decided, by approval. */
export interface Receiver {
  readonly url: string;
  /** Takes what is said to a person privately. */
  readonly replyUrl: string;
  readonly outcomes: ReadonlyMap<string, ReadonlySet<string>>;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const outcomes = new Map<string, Set<string>>();
  const receive = receiveDecision({
    secrets: receiverSecret,
    handler: async ({ approvalId, outcome }) => {
      outcomes.set(approvalId, (outcomes.get(approvalId) ?? new Set()).add(outcome));
    },
    seen: { has: async () => false, add: async () => undefined },
  });
  const server = await serveHttp(async ({ method = '', url, headers }, body, response) => {
    if (url === '/reply') {
      response.end('ok');
      return;
    }
    const answer = await receive({ method, header: (name) => headers[name]?.toString(), body });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  return { url: `${server.origin}/decisions`, replyUrl: `${server.origin}/reply`, outcomes, close: server.close };
}

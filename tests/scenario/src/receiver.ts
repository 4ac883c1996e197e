import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type Decision, receiveDecision } from '@k8s-pizza/slack-approval';

interface Attempt {
  readonly deliveryId: string | undefined;
  readonly body: string;
}

/** A program of somebody else's, to which decisions are sent over HTTP, signed. */
export interface Receiver {
  readonly url: string;
  readonly secret: string;
  /** What was sent to it about one approval, taken or not. */
  attempts(approvalId: string): readonly Attempt[];
  /** What it took, each decision once. */
  applied(approvalId: string): readonly Decision<unknown>[];
  /** It has gone for good, until it is back. */
  isGone: boolean;
  close(): Promise<void>;
}

export async function createReceiver(): Promise<Receiver> {
  const secret = `whsec_${Buffer.alloc(32, 'scenario ').toString('base64')}`;
  const attempts: Attempt[] = [];
  const applied: Decision<unknown>[] = [];
  const receive = receiveDecision({ secrets: secret, handler: async (decision) => void applied.push(decision) });
  let isGone = false;
  const server = createServer(async (request, response) => {
    const { method = '', headers } = request;
    const header = (name: string) => headers[name.toLowerCase()]?.toString();
    const body = await buffer(request);
    attempts.push({ deliveryId: header('webhook-id'), body: body.toString('utf8') });
    const answer = isGone ? { status: 410, headers: {}, body: '' } : await receive({ method, header, body });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // a server that listens on a port has an address with one
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/decisions`,
    secret,
    attempts: (approvalId) => attempts.filter(({ body }) => body.includes(approvalId)),
    applied: (approvalId) => applied.filter((decision) => decision.approvalId === approvalId),
    get isGone() {
      return isGone;
    },
    set isGone(value) {
      isGone = value;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

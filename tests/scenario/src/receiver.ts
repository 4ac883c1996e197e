import { buffer } from 'node:stream/consumers';
import { type Decision, receiveDecision } from '@k8s-pizza/slack-approval';
import { listenOnLoopback } from '@k8s-pizza/slack-approval-testing';

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
  const { url, close } = await listenOnLoopback(async (request, response) => {
    const { method = '', headers } = request;
    const header = (name: string) => headers[name.toLowerCase()]?.toString();
    const body = await buffer(request);
    attempts.push({ deliveryId: header('webhook-id'), body: body.toString('utf8') });
    const answer = isGone ? { status: 410, headers: {}, body: '' } : await receive({ method, header, body });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  return {
    url: `${url}/decisions`,
    secret,
    attempts: (approvalId) => attempts.filter(({ body }) => body.includes(approvalId)),
    applied: (approvalId) => applied.filter((decision) => decision.approvalId === approvalId),
    get isGone() {
      return isGone;
    },
    set isGone(value) {
      isGone = value;
    },
    close,
  };
}

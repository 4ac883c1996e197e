import { verifyWebhook } from '@k8s-pizza/slack-approval';
import { serveHttp } from 'test-processes/http-server';
import { receiverSecret } from 'test-processes/receiver';

/** What came under one delivery id. */
interface Delivered {
  readonly approvalId: string;
  readonly outcome: string;
  readonly attemptCount: number;
  /** How many different bodies: one is right. */
  readonly bodies: ReadonlySet<string>;
}

/** `refused` has done nothing, `lost` has done it and says nothing. */
export type Treatment = 'taken' | 'refused' | 'lost';

/** The receiving end, which remembers the ids it has seen, as a receiver with a database does. */
export interface Receiver {
  readonly url: string;
  /** By delivery id, what took effect. */
  readonly taken: ReadonlyMap<string, Delivered>;
  close(): Promise<void>;
}

export async function startReceiver(treatment: () => Treatment): Promise<Receiver> {
  const taken = new Map<string, Delivered>();
  const server = await serveHttp(async ({ headers }, bytes, response) => {
    // the sender's clock may be an hour off, and what is tested here is what it sends
    const now = Number(headers['webhook-timestamp']) * 1_000;
    const body = bytes.toString('utf8');
    const { id, event } = verifyWebhook(body, headers, receiverSecret, { now });
    const treated = treatment();
    if (treated === 'refused') {
      response.writeHead(500).end();
      return;
    }
    const { approvalId, outcome } = event.data;
    const before = taken.get(id);
    taken.set(id, {
      approvalId,
      outcome,
      attemptCount: (before?.attemptCount ?? 0) + 1,
      bodies: new Set(before?.bodies).add(body),
    });
    if (treated === 'lost') response.destroy();
    else response.writeHead(200).end();
  });
  return { url: `${server.origin}/decisions`, taken, close: server.close };
}

import { serveHttp } from 'test-processes/http-server';
import { startReceiver } from 'test-processes/receiver';

/** The receiving end: what was decided, by approval. */
export interface Receiver {
  readonly url: string;
  /** Takes what the app tells a person privately. */
  readonly replyUrl: string;
  outcomes(): ReadonlyMap<string, ReadonlySet<string>>;
  close(): Promise<void>;
}

export async function createReceiver(): Promise<Receiver> {
  const replies = await serveHttp(async (_request, _body, response) => void response.end('ok'));
  // a second outcome of an approval must be seen
  const { url, applied, close } = await startReceiver({ remembersIds: false });
  return {
    url,
    replyUrl: replies.origin,
    outcomes() {
      const outcomes = new Map<string, Set<string>>();
      for (const { approvalId, outcome } of applied)
        outcomes.set(approvalId, (outcomes.get(approvalId) ?? new Set()).add(outcome));
      return outcomes;
    },
    close: async () => void (await Promise.all([close(), replies.close()])),
  };
}

import type { ServerContext } from '@modelcontextprotocol/server';

/** Claude Code 2.1.332 gives up a call after 5 minutes of silence over HTTP, and after 30 over stdio. */
const progressEveryMs = 30_000;

/** The part of a call that tells its client that it goes on. */
export type Progressing = Pick<ServerContext['mcpReq'], '_meta' | 'notify'>;

/** Runs what waits for people, and meanwhile tells a client that wants to know that it goes on. */
export async function withProgress<Value>(
  { _meta, notify }: Progressing,
  wait: () => Promise<Value>,
  everyMs = progressEveryMs,
): Promise<Value> {
  const progressToken = _meta?.progressToken;
  if (progressToken === undefined) return await wait();
  let progress = 0;
  const timer = setInterval(() => {
    progress += 1;
    const params = { progressToken, progress, message: 'Waiting for people in Slack.' };
    // a client that is gone has ended its call, which ends the wait
    notify({ method: 'notifications/progress', params }).catch(() => undefined);
  }, everyMs);
  try {
    return await wait();
  } finally {
    clearInterval(timer);
  }
}

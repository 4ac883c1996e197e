import { type Exchange, isPromise } from '../../runtime/exchange.js';

/** An exchange for several changes of one request. */
export interface Deferred {
  readonly exchange: Exchange;
  /** Waits for the work that the host waits for before the response. */
  settled(): Promise<void>;
}

/**
 * Lets several changes be stored one after the other before the response waits for their work: on a host that waits, the work of the
 * first would take the time of the others. The work itself starts with each change, and the host is told of it as usual.
 */
export function deferWaiting(exchange: Exchange): Deferred {
  const { waitUntil } = exchange;
  const waiting: unknown[] = [];
  if (!waitUntil) return { exchange, settled: async () => undefined };
  return {
    exchange: {
      ...exchange,
      waitUntil(work) {
        const result: unknown = waitUntil(work);
        if (!isPromise(result)) return undefined;
        waiting.push(result);
        // the work still starts nothing after Slack's time
        return Promise.resolve();
      },
    },
    async settled() {
      await Promise.allSettled(waiting);
    },
  };
}

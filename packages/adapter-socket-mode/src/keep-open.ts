import { once } from 'node:events';
import type { Log } from '@k8s-pizza/slack-approval/host';
import type { Connection } from './open-connection.js';

/** After a connection that lasted this long, the next one is opened at once. */
const settledMs = 10_000;
const maxDelayMs = 60_000;

/**
 * Opens a new connection whenever the last one has ended, until the signal aborts. It then returns the last one.
 *
 * @param wait - rejects once the signal aborts
 */
export async function keepOpen(
  first: Connection,
  open: () => Promise<Connection>,
  log: Log,
  signal: AbortSignal,
  wait: (ms: number) => Promise<unknown>,
): Promise<Connection> {
  const aborted = once(signal, 'abort');
  let current = first;
  for (let failureCount = 0; !signal.aborted; failureCount += 1) {
    const since = performance.now();
    await Promise.race([current.ended, aborted]);
    if (performance.now() - since > settledMs) failureCount = 0;
    // Slack ends a connection now and then so that it is opened anew; what fails again and again has to wait
    const delayMs = failureCount === 0 ? 0 : Math.min(maxDelayMs, 500 * 2 ** failureCount);
    try {
      await wait(delayMs);
      current = await open();
    } catch (error) {
      if (signal.aborted) break;
      log.error('socket_mode_disconnected', 'Slack cannot be connected to; nothing arrives until it can', { error });
    }
  }
  return current;
}

import { isError } from '../errors.js';
import { nearestName } from '../options/nearest-name.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import type { Logger } from '../ports/logger.js';
import type { HostContext, WaitUntil } from '../ports/raw-http.js';
import { within } from './deadline.js';
import { slackTimeline } from './slack-timeline.js';
import type { WorkTracker } from './work-tracker.js';

/** One request being answered: when it came, and what its host offers for work after the answer. */
export interface Exchange {
  /** `performance.now()` at its arrival. */
  readonly startedAt: number;
  /** undefined: a long-running process, which keeps the work itself; null: the work is left to `processDue`. */
  readonly waitUntil: WaitUntil | null | undefined;
}

/** When work has to end. */
export interface RunOptions {
  /** Nothing is started at or after this instant of the process's own time (`performance.now()`); null: no end. */
  readonly stopAt: number | null;
}

/** @throws {SlackApprovalError} invalid_argument — the context has a misspelt key */
export function exchangeOf(context: HostContext | undefined): Exchange {
  if (context && context.waitUntil === undefined) checkKeys(context);
  return { startedAt: performance.now(), waitUntil: context?.waitUntil };
}

/** A router may pass its own object as the context, with other keys: only what looks misspelt is refused. */
function checkKeys(context: HostContext): void {
  const near = Object.entries(context).filter(([key]) => nearestName(key, ['waitUntil']) !== null);
  refuseUnknownKeys<HostContext>('The context', Object.fromEntries(near), { waitUntil: true }, 'invalid_argument');
}

/** How long load, decide and put may still take. */
export function storeTimeLeft({ startedAt }: Exchange): number {
  return startedAt + slackTimeline.storeByMs - performance.now();
}

/**
 * What the store answers, if it comes within Slack's time.
 *
 * @throws {SlackApprovalError} store_timeout — the store did not answer in time
 */
export function inTime<Value>(exchange: Exchange, answer: Promise<Value>): Promise<Value> {
  return within(answer, storeTimeLeft(exchange), 'The store');
}

/**
 * Starts work that follows the answer and hands it to the host. Where the host's `waitUntil` returns a promise, the answer waits for
 * it, and nothing is started after 2 s. The work reads that from its options.
 */
export async function handOver(
  app: { readonly work: WorkTracker; readonly logger: Logger },
  exchange: Exchange,
  start: (options: RunOptions) => Promise<unknown>,
): Promise<void> {
  const options: { stopAt: number | null } = { stopAt: null };
  const work = app.work.track(start(options));
  try {
    const waiting: unknown = exchange.waitUntil?.(work);
    if (!isPromise(waiting)) return;
    options.stopAt = exchange.startedAt + slackTimeline.startByMs;
    await waiting;
  } catch (error) {
    // what the work is for is stored: the answer stands, and processDue finds what the host does not keep alive
    app.logger.error('slack-approval: the host’s waitUntil failed', {
      error: isError(error) ? error.message : 'not an Error',
    });
  }
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

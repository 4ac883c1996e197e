import { nearestName } from '../options/nearest-name.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import type { Log } from '../ports/log.js';
import type { HostContext, WaitUntil } from '../ports/raw-http.js';
import { within } from './deadline.js';
import { slackTimeline } from './slack-timeline.js';
import type { WorkTracker } from './work-tracker.js';

/** One HTTP exchange: when the request arrived, and how its host runs work after the response. */
export interface Exchange {
  /** `performance.now()` when the request arrived. */
  readonly startedAt: number;
  /** undefined: this is a long-running process, which does the work; null: the work is left to `processDue`. */
  readonly waitUntil: WaitUntil | null | undefined;
}

/** When to stop starting work. */
export interface RunOptions {
  /** The process goes on after the response, so that work may take longer than a host waits. */
  readonly lasts: boolean;
  /** Start nothing at or after this `performance.now()`; null: no limit. */
  readonly stopAt: number | null;
}

/** @throws {SlackApprovalError} invalid_argument — the context has a misspelt key */
export function exchangeOf(context: HostContext | undefined): Exchange {
  if (context && context.waitUntil === undefined) checkKeys(context);
  return { startedAt: performance.now(), waitUntil: context?.waitUntil };
}

/** A router may pass its own object as the context, so only a key that looks like a typo is refused. */
function checkKeys(context: HostContext): void {
  const near = Object.entries(context).filter(([key]) => nearestName(key, ['waitUntil']) !== null);
  refuseUnknownKeys<HostContext>('The context', Object.fromEntries(near), { waitUntil: true }, 'invalid_argument');
}

/** The milliseconds that are left for load, decide and put. */
export function storeTimeLeft({ startedAt }: Exchange): number {
  return startedAt + slackTimeline.storeByMs - performance.now();
}

/**
 * Waits for the store, within the time that Slack leaves.
 *
 * @throws {SlackApprovalError} store_timeout — the store did not answer in time
 */
export function inTime<Value>(exchange: Exchange, result: Promise<Value>): Promise<Value> {
  return within(result, storeTimeLeft(exchange), 'The store');
}

/**
 * Starts work that follows the response, and hands it to the host.
 *
 * If the host's `waitUntil` returns a promise, the response waits for it. The work then starts nothing after 2 s: it reads that
 * limit from its options each time, as `waitUntil` is called after the work has begun.
 */
export async function handOver(
  app: { readonly work: WorkTracker; readonly log: Log },
  exchange: Exchange,
  start: (options: RunOptions) => Promise<unknown>,
): Promise<void> {
  const options: { stopAt: number | null; lasts: boolean } = { stopAt: null, lasts: exchange.waitUntil === undefined };
  const work = app.work.track(start(options));
  try {
    const waiting: unknown = exchange.waitUntil?.(work);
    if (!isPromise(waiting)) return;
    options.stopAt = exchange.startedAt + slackTimeline.startByMs;
    await waiting;
  } catch (error) {
    // the change is already stored, so the response stands, and processDue does what the host does not keep alive
    app.log.error('wait_until_failed', 'the host’s waitUntil failed', { error });
  }
}

export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

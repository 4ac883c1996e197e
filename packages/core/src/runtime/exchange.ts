import { isError } from '../errors.js';
import { nearestName } from '../options/nearest-name.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import type { Context, RawResponse, WaitUntil } from '../ports/raw-http.js';
import type { RunOptions } from '../work/run-owed.js';
import type { Runtime } from './runtime.js';

/** One request being answered: when it came, and what its host offers for work after the answer. */
export interface Exchange {
  /** `performance.now()` at its arrival. */
  readonly startedAt: number;
  /** undefined: the process lives on and keeps the work; null: the work is left to `processDue`. */
  readonly waitUntil: WaitUntil | null | undefined;
}

/** On hosts that end with the answer, nothing is started later than this after the request came. */
const startsWithinMs = 2_000;

/** @throws {SlackApprovalError} invalid_argument — the context has a misspelt key */
export function exchangeOf(context: Context | undefined): Exchange {
  if (context && context.waitUntil === undefined) checkKeys(context);
  return { startedAt: performance.now(), waitUntil: context?.waitUntil };
}

/** A router may pass its own object as the context, with other keys: only what looks misspelt is refused. */
function checkKeys(context: Context): void {
  const near = Object.entries(context).filter(([key]) => nearestName(key, ['waitUntil']) !== null);
  refuseUnknownKeys<Context>('The context', Object.fromEntries(near), { waitUntil: true }, 'invalid_argument');
}

export const done: RawResponse = { status: 200, headers: {}, body: '' };

export function json(status: number, value: unknown): RawResponse {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(value) };
}

/**
 * Starts work that follows the answer and hands it to the host: one that gives a promise back is waited for, and gets nothing
 * started after 2 s. The work is told so by the options it reads.
 */
export async function handOver(
  runtime: Runtime,
  exchange: Exchange,
  start: (options: RunOptions) => Promise<unknown>,
): Promise<void> {
  const options: { stopAt: number | null } = { stopAt: null };
  const work = runtime.work.track(start(options));
  try {
    const waiting: unknown = exchange.waitUntil?.(work);
    if (!isPromise(waiting)) return;
    options.stopAt = exchange.startedAt + startsWithinMs;
    await waiting;
  } catch (error) {
    // what the work is for is stored: the answer stands, and processDue finds what the host does not keep alive
    runtime.logger.error('slack-approval: the host’s waitUntil failed', {
      error: isError(error) ? error.message : 'not an Error',
    });
  }
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

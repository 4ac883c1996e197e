import { isError } from '../../errors.js';
import type { SlackOutcome } from '../../ports/slack-transport.js';
import { healingOf } from './slack-errors.js';

type Failure = Exclude<SlackOutcome<never>, { type: 'ok' }>;

/** The longest wait that a `Retry-After` is obeyed for. */
const longestMs = 24 * 60 * 60 * 1_000;
/** Codes of connections that were never made, so nothing was sent. */
const neverSent: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Reads the outcome from an error of `@slack/web-api`. A call that may have happened is `unknown`. */
export function outcomeOfError(error: unknown): Failure {
  const { code, data, retryAfter, statusCode } = fieldsOf(error);
  if (code === 'slack_webapi_rate_limited_error')
    return {
      type: 'retry',
      afterMs: Number.isFinite(retryAfter) ? Math.min(Number(retryAfter) * 1_000, longestMs) : null,
      reason: 'ratelimited',
    };
  if (code === 'slack_webapi_platform_error') return outcomeOfPlatform(data);
  if (code === 'slack_webapi_http_error') return outcomeOfStatus(Number(statusCode));
  if (isNeverSent(error)) return { type: 'retry', afterMs: null, reason: 'Slack cannot be reached' };
  // the client's error for a 429 without a readable Retry-After has no code, only this text; should it change, `unknown` is safe
  if (isError(error) && error.message.startsWith('Retry header did not contain a valid timeout'))
    return { type: 'retry', afterMs: null, reason: 'ratelimited' };
  return { type: 'unknown', reason: 'no readable answer from Slack' };
}

function outcomeOfPlatform(data: unknown): Failure {
  const { error, needed } = fieldsOf(data);
  // an HTML page with status 200 arrives here as the whole page
  if (typeof error !== 'string' || !/^[a-z0-9_]{1,60}$/.test(error))
    return { type: 'unknown', reason: 'no readable answer from Slack' };
  const healing = healingOf(error);
  switch (healing.class) {
    case 'passing':
      return { type: 'retry', afterMs: null, reason: error };
    case 'condition': {
      const scope = typeof needed === 'string' ? needed : null;
      return { type: 'waiting', reason: error, isAppWide: healing.isAppWide, needed: scope };
    }
    default:
      return { type: healing.class, reason: error };
  }
}

function outcomeOfStatus(status: number): Failure {
  if (status >= 500) return { type: 'unknown', reason: `Slack answered ${status}` };
  return { type: 'retry', afterMs: null, reason: `Slack answered ${status}` };
}

function isNeverSent(error: unknown): boolean {
  for (let cause: unknown = error, depth = 0; cause !== undefined && cause !== null && depth < 5; depth += 1) {
    const { code, cause: next, original } = fieldsOf(cause);
    if (typeof code === 'string' && neverSent.has(code)) return true;
    cause = next ?? original;
  }
  return false;
}

/** The fields of an object, or no fields of anything else. */
function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  // reading fields off an object of unknown make is safe, as long as each is then checked
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

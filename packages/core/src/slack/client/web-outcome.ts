import { isError } from '../../errors.js';
import type { SlackOutcome } from '../../ports/slack-transport.js';
import { healingOf } from './slack-errors.js';

type Failure = Exclude<SlackOutcome<never>, { type: 'ok' }>;

/** A longer `Retry-After` is cut to this. */
const maxRetryAfterMs = 24 * 60 * 60 * 1_000;
/** Error codes of failed connections: nothing was sent. */
const neverSent: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Converts an error of `@slack/web-api` to an outcome. A call that may have worked is `unknown`. */
export function outcomeOfError(error: unknown): Failure {
  const { code, data, retryAfter, statusCode } = fieldsOf(error);
  if (code === 'slack_webapi_rate_limited_error')
    return {
      type: 'retry',
      afterMs: Number.isFinite(retryAfter) ? Math.min(Number(retryAfter) * 1_000, maxRetryAfterMs) : null,
      reason: 'ratelimited',
    };
  if (code === 'slack_webapi_platform_error') return outcomeOfPlatform(data);
  if (code === 'slack_webapi_http_error') return outcomeOfStatus(Number(statusCode));
  const codes = systemCodesOf(error);
  const [first] = codes;
  const why = first === undefined ? '' : ` (${first})`;
  if (codes.some((one) => neverSent.has(one)))
    return { type: 'retry', afterMs: null, reason: `Slack cannot be reached${why}` };
  // for a 429 without a readable Retry-After, the client's error has only this text; if the text changes, `unknown` is safe
  if (isError(error) && error.message.startsWith('Retry header did not contain a valid timeout'))
    return { type: 'retry', afterMs: null, reason: 'ratelimited' };
  return { type: 'unknown', reason: `no readable answer from Slack${why}` };
}

function outcomeOfPlatform(data: unknown): Failure {
  const { error, needed } = fieldsOf(data);
  // for an HTML page with status 200, `error` is the whole page
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

/** Codes of Node.js, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`, deepest last. A code of the client is lowercase. */
const systemCode = /^[A-Z][A-Z0-9_]{2,60}$/;

function systemCodesOf(error: unknown): readonly string[] {
  const codes: string[] = [];
  for (let cause: unknown = error, depth = 0; cause !== undefined && cause !== null && depth < 5; depth += 1) {
    const { code, cause: next, original } = fieldsOf(cause);
    if (typeof code === 'string' && systemCode.test(code)) codes.push(code);
    cause = next ?? original;
  }
  return codes;
}

/** Returns the fields of an object; an empty object for anything else. */
function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  // as: the callers check each field before they use it
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

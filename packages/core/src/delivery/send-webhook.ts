import type { DeliveryOutcome } from '../domain/model/commands.js';
import { isError } from '../errors.js';
import { parseRetryAfter } from './parse-retry-after.js';

export interface WebhookAttempt {
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
  /** For the whole attempt: to connect, to send, and to get the head of the answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

// "too early" and "slow down" pass; any other 4xx is likely to come again
const passing4xx = new Set([408, 425, 429]);

const errorCode = /^[A-Z][A-Z0-9_]{2,60}$/;

/**
 * Makes one attempt and returns how it ended. It never throws for what the network or the receiver does.
 * A reason is a status or a kind of failure and holds nothing that was sent or received. The body of the answer is never read.
 */
export async function sendWebhook({ url, headers, body, timeoutMs, signal }: WebhookAttempt): Promise<DeliveryOutcome> {
  if (signal.aborted) return retry('aborted');
  const attempt = new AbortController();
  let timedOut = false;
  const onAbort = () => attempt.abort();
  signal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => {
    timedOut = true;
    attempt.abort();
  }, timeoutMs);
  try {
    // a redirect counts as a failure: the signed bytes go to the configured address and nowhere else
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: attempt.signal });
    return outcomeOf(answer.status, answer.headers.get('retry-after'));
  } catch (error) {
    if (timedOut) return retry('timeout');
    return retry(signal.aborted ? 'aborted' : networkFailure(error));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    // aborts an answer whose body is still coming in, however slow or endless
    attempt.abort();
  }
}

function outcomeOf(status: number, retryAfter: string | null): DeliveryOutcome {
  if (status >= 200 && status < 300) return { type: 'delivered' };
  if (status === 410) return { type: 'rejected', reason: 'status 410' };
  const outcome = {
    type: 'retry',
    afterMs: parseRetryAfter(retryAfter, Date.now()),
    reason: `status ${status}`,
  } as const;
  const isLasting = status >= 400 && status < 500 && !passing4xx.has(status);
  return isLasting ? { ...outcome, shortens: true } : outcome;
}

function retry(reason: string): DeliveryOutcome {
  return { type: 'retry', afterMs: null, reason };
}

// fetch wraps the socket's error as `cause`: its code tells what failed, its message could hold the address
function networkFailure(error: unknown): string {
  const cause = isError(error) ? error.cause : undefined;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && errorCode.test(code) ? `network ${code}` : 'network';
}

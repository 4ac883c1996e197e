import { createHmac } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { installation } from '../model/default-world.js';
import type { SendFailure, Sent } from '../sent.js';

/** §1: an answer counts within three seconds. */
export const patienceMs = 3_000;
/** §1: the Events API follows two redirects. */
const redirectsFollowed = 2;

export interface OutboundRequest {
  readonly contentType: 'application/json' | 'application/x-www-form-urlencoded';
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly followRedirects: boolean;
}

export interface Attempt {
  readonly sent: Sent;
  /** §1: the app asked for no more retries. */
  readonly noRetry: boolean;
  /** The two headers it was signed with. */
  readonly signature: string | null;
  readonly timestamp: string | null;
}

/** Signs and sends one request, and waits as long as Slack does. */
export async function sendSigned(
  url: string,
  request: OutboundRequest,
  options: { readonly now: () => number; readonly closing: AbortSignal },
): Promise<Attempt> {
  const timestamp = String(Math.floor(options.now() / 1000));
  const signature = sign(timestamp, request.body);
  const init: RequestInit = {
    method: 'POST',
    redirect: 'manual',
    body: request.body,
    // an app that was restarted on its port is not met on a dead connection
    headers: {
      'content-type': request.contentType,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature,
      ...request.headers,
      connection: 'close',
    },
  };
  const startedAt = performance.now();
  const answer = await withPatience(options.closing, (signal) =>
    follow(url, { ...init, signal }, request.followRedirects),
  );
  const { noRetry, ...seen } = answer;
  return {
    sent: { ...seen, ms: Math.round(performance.now() - startedAt) },
    noRetry,
    signature,
    timestamp,
  };
}

/** §1: the signature of a body at Slack's time in whole seconds. */
function sign(timestamp: string, body: string): string {
  const mac = createHmac('sha256', installation.signingSecret).update(`v0:${timestamp}:${body}`);
  return `v0=${mac.digest('hex')}`;
}

type Answer = Omit<Sent, 'ms'> & Pick<Attempt, 'noRetry'>;

async function withPatience(closing: AbortSignal, send: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), patienceMs);
  const close = () => giveUp.abort();
  closing.addEventListener('abort', close);
  try {
    return await send(giveUp.signal);
  } catch (error) {
    // whatever fetch throws means that no whole answer came
    if (typeof Object(error).message !== 'string') throw error;
    const failure = giveUp.signal.aborted && !closing.aborted ? 'http_timeout' : 'connection_failed';
    return { status: 0, body: '', failure, noRetry: false };
  } finally {
    clearTimeout(timer);
    closing.removeEventListener('abort', close);
  }
}

async function follow(url: string, init: RequestInit, followRedirects: boolean): Promise<Answer> {
  let target = url;
  for (let redirects = 0; ; redirects += 1) {
    const response = await fetch(target, init);
    const body = await response.text();
    const location = response.headers.get('location');
    const isRedirect = (response.status === 301 || response.status === 302) && location !== null;
    const goOn = followRedirects && isRedirect;
    if (goOn && redirects < redirectsFollowed) {
      target = new URL(location, target).href;
      continue;
    }
    const noRetry = response.headers.get('x-slack-no-retry') === '1';
    return {
      status: response.status,
      body,
      failure: goOn ? 'too_many_redirects' : failureOf(response.status),
      noRetry,
    };
  }
}

function failureOf(status: number): SendFailure | null {
  return status === 200 ? null : 'http_error';
}

import { setTimeout as after } from 'node:timers/promises';
import { serveHttp } from 'test-processes/http-server';
import { slackApp } from './settings.js';

/** A message in a channel. */
export interface Posted {
  readonly channelId: string;
  readonly ts: string;
  /** When it came, in epoch milliseconds by the clock of this process. */
  readonly at: number;
  /** The question whose card it is; null: another message. */
  readonly approvalId: string | null;
}

export interface SlackCall {
  readonly method: string;
  readonly channelId: string | null;
}

/** How a call fails. `isDone`: Slack has carried it out nevertheless. */
export type SlackFault =
  | { readonly type: 'limited'; readonly retryAfterSeconds: number }
  | { readonly type: 'refused'; readonly code: string }
  | { readonly type: 'failed'; readonly isDone: boolean }
  | { readonly type: 'silent'; readonly isDone: boolean };

/** Slack's Web API as far as a storm needs it: it takes what comes, and says when each post came. */
export interface SlackStandIn {
  readonly apiUrl: string;
  /** Takes what a person is told privately. */
  readonly replyUrl: string;
  readonly posts: readonly Posted[];
  readonly updateCount: number;
  close(): Promise<void>;
}

/** Longer than any caller waits. */
const silenceMs = 60_000;
const cardPattern = /v1\.(a[a-z2-7]{25})\.sha256:/;

export async function startSlackStandIn(
  faultOf: (call: SlackCall) => SlackFault | null = () => null,
): Promise<SlackStandIn> {
  const posts: Posted[] = [];
  let updateCount = 0;
  const done = (method: string, form: URLSearchParams): object => {
    const channelId = form.get('channel') ?? '';
    if (method === 'auth.test') return { app_id: slackApp.appId, team_id: slackApp.teamId };
    if (method === 'chat.update') updateCount += 1;
    if (method !== 'chat.postMessage') return { channel: channelId, ts: form.get('ts') };
    const at = Date.now();
    const ts = `${Math.floor(at / 1_000)}.${String(posts.length).padStart(6, '0')}`;
    posts.push({ channelId, ts, at, approvalId: cardPattern.exec(form.get('blocks') ?? '')?.[1] ?? null });
    return { channel: channelId, ts };
  };
  const server = await serveHttp(async ({ url = '' }, body, response) => {
    if (url === '/reply') {
      response.end('ok');
      return;
    }
    const method = url.replace('/api/', '');
    const form = new URLSearchParams(body.toString('utf8'));
    const fault = faultOf({ method, channelId: form.get('channel') });
    const isDone = fault === null || ('isDone' in fault && fault.isDone);
    const answer = isDone ? done(method, form) : {};
    if (fault?.type === 'silent') await after(silenceMs, undefined, { ref: false });
    const [status, headers, content] = answerOf(fault, answer);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(content));
  });
  return {
    apiUrl: `${server.origin}/api/`,
    replyUrl: `${server.origin}/reply`,
    posts,
    get updateCount() {
      return updateCount;
    },
    close: server.close,
  };
}

function answerOf(fault: SlackFault | null, answer: object): readonly [number, Record<string, string>, object] {
  switch (fault?.type) {
    case 'limited':
      return [429, { 'retry-after': String(fault.retryAfterSeconds) }, { ok: false, error: 'ratelimited' }];
    case 'refused':
      return [200, {}, { ok: false, error: fault.code }];
    case 'failed':
    case 'silent':
      return [500, {}, {}];
    default:
      return [200, {}, { ok: true, ...answer }];
  }
}

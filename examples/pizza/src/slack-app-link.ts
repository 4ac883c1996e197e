// How the order function reaches a Slack app that runs elsewhere: it asks and reports at the app's `/approvals`, by
// requests that are signed with `REPORT_SECRET`. The Slack app's end is `receiveAsks` in `slack-app.ts`.

import { createHash, randomUUID } from 'node:crypto';
import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import type { AskResult, Asks } from '@k8s-pizza/slack-approval-alertmanager';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import type { FollowedApprovals } from './follow-orders.js';
import type { PizzaOrder } from './pizza-order.js';

/** Where the Slack app runs, and one secret for each direction. */
export interface SlackAppAddress {
  readonly url: string;
  readonly reportSecret: string;
  readonly decisionSecret: string;
}

/** What the order function needs of the Slack app, wherever that runs. */
export interface SlackAppLink {
  readonly asks: Asks<PizzaOrder>;
  readonly approvals: FollowedApprovals;
  /** The Slack app signs decisions with it. Null: it runs in this process, and sends no requests. */
  readonly decisionSecret: string | null;
}

/** Connects to a Slack app elsewhere: asks and reports by signed requests, and expects signed decisions. */
export function connectToSlackApp({ url, reportSecret, decisionSecret }: SlackAppAddress): SlackAppLink {
  const call = signedCall(`${url}/approvals`, reportSecret);
  return { asks: remoteAsks(call), approvals: remoteApprovals(call), decisionSecret };
}

const kind = 'pizza-order';
const brief = z.object({ id: z.string(), status: z.string() });
const briefPage = z.object({ approvals: z.array(brief) });

/**
 * Asks by requests. A failure is thrown, so that Alertmanager sends its notification again.
 *
 * The Slack app knows by the secret who asks and withdraws, so `requester` and `by` stay here.
 */
function remoteAsks(call: SignedCall): Asks<PizzaOrder> {
  const findHeld = async (key: string) => {
    const page = read(briefPage, await call('GET', `?${new URLSearchParams({ kind, key })}`));
    return page.approvals[0] ?? null;
  };
  return {
    async ask(payload, { key: given, context }) {
      const key = toKey(given);
      const answer = await call('POST', '', { kind, key, payload, context });
      if (answer.code !== 'key_changed') return { approval: read(brief, answer), created: answer.status === 201 };
      // a group whose alerts have changed keeps its first question
      const approval = await findHeld(key);
      if (approval === null) throw new Error('The question was decided or withdrawn just now: ask again.');
      return { approval, created: false };
    },
    async withdraw({ key }, { reason }) {
      const held = await findHeld(toKey(key));
      if (held === null) return { ok: false, code: 'not_found', explanation: 'Nothing is asked under this key.' };
      // the occasion is over, so the next one asks anew, even if people have decided
      return toResult(await call('POST', `/${held.id}/withdraw`, { reason, releaseKey: true }));
    },
    replaceContext: async ({ id }, lines) => toResult(await call('POST', `/${id}/context`, { lines })),
  };
}

/** The Slack app takes shorter keys than Alertmanager's groups can have. */
const maxKeyLength = 1_000;

function toKey(key: string): string {
  return key.length <= maxKeyLength ? key : `sha256:${createHash('sha256').update(key).digest('hex')}`;
}

const ms = z.iso.datetime().transform((text) => Date.parse(text));
const followed = z.object({
  id: z.string(),
  kind: z.string(),
  digest: z.string(),
  payload: z.unknown(),
  askedAt: ms,
  decision: z.object({ decidedAt: ms }).nullable(),
  delivery: z.object({ state: z.string() }),
  progress: z.array(z.object({ step: z.string(), state: z.string(), detail: z.string().nullable() })),
});
const followedPage = z.object({ approvals: z.array(followed), next: z.string().nullable() });

/** Another program can write the annotation that an id comes from, and an id becomes part of a path. */
const approvalId = /^[a-z0-9]{1,60}$/;

/** Reads approvals and reports progress by requests. */
function remoteApprovals(call: SignedCall): FollowedApprovals {
  return {
    async get(id) {
      if (!approvalId.test(id)) return null;
      const answer = await call('GET', `/${id}`);
      return answer.code === 'not_found' ? null : read(followed, answer);
    },
    async list({ kind, status, after, limit }) {
      const query = new URLSearchParams({ kind, status, limit: String(limit), ...(after === null ? {} : { after }) });
      return read(followedPage, await call('GET', `?${query}`));
    },
    reportProgress: async (id, report) => toResult(await call('POST', `/${id}/progress`, report)),
  };
}

/** What the Slack app answered. */
interface Answer {
  readonly status: number;
  /** The code of a problem. Null: the Slack app reports no problem. */
  readonly code: string | null;
  readonly body: unknown;
}

/** Says no more than the status and the code: a proxy in between may answer with anything. */
function errorOf({ status, code }: Answer): Error {
  const message = `The Slack app answered ${status}${code === null ? '' : ` ${code}`}.`;
  // a question that is too large is shortened and asked again
  return code === 'content_too_large' || code === 'payload_too_large'
    ? new SlackApprovalError(code, message)
    : new Error(message);
}

/** @throws Error — it is a problem, or something else than the schema says */
function read<Body>(schema: z.ZodType<Body>, answer: Answer): Body {
  if (answer.status !== 200 && answer.status !== 201) throw errorOf(answer);
  const { data, success } = schema.safeParse(answer.body);
  if (success) return data;
  throw new Error(`The Slack app answered ${answer.status} in a form that is not known here.`);
}

/** @throws Error — it is a problem that the approval does not cause */
function toResult(answer: Answer): AskResult {
  const { status, code } = answer;
  if (code !== null && (status === 409 || code === 'not_found' || code === 'unknown_step'))
    return { ok: false, code, explanation: errorOf(answer).message };
  return { ok: true, approval: read(brief, answer) };
}

/** Sends a request to a path below `/approvals`. @throws Error — the Slack app was not reached */
type SignedCall = (method: 'GET' | 'POST', path: string, message?: object) => Promise<Answer>;

const timeoutMs = 10_000;

/** Signs each request by Standard Webhooks, under a new id. */
function signedCall(url: string, secret: string): SignedCall {
  const webhook = new Webhook(secret);
  return async (method, path, message) => {
    const text = message === undefined ? '' : JSON.stringify(message);
    const id = `msg_${randomUUID()}`;
    const now = new Date();
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': webhook.sign(id, now, text),
    };
    const body = message === undefined ? null : text;
    const signal = AbortSignal.timeout(timeoutMs);
    const options = { method, headers, body, redirect: 'error', signal } as const;
    return await fetch(`${url}${path}`, options).then(readAnswer).catch(throwNotReached);
  };
}

const problem = z.object({ code: z.string().regex(/^[a-z_]{1,60}$/) });

async function readAnswer(response: Response): Promise<Answer> {
  const { status, headers } = response;
  const body = parseJson(await response.text());
  // Express adds a charset
  const [type] = (headers.get('content-type') ?? '').split(';');
  const code = type === 'application/problem+json' ? problem.safeParse(body).data?.code : null;
  return { status, code: code ?? null, body };
}

/** The parser's error would repeat the text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function throwNotReached(error: unknown): never {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const known = cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.name) : 'unknown';
  throw new Error(`The Slack app was not reached: ${known}.`);
}

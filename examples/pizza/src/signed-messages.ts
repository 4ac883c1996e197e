// What the order function and the Slack app say to each other, if they run apart. Every message is signed by Standard
// Webhooks with
// `REPORT_SECRET`: the function's end is `connectToSlackApp`, the Slack app's end are `asksRoute` and `progressRoute`.

import { randomUUID } from 'node:crypto';
import { type Approvals, isSlackApprovalError } from '@k8s-pizza/slack-approval';
import type { RawRequest, RawResponse, Receiver, RequestHead } from '@k8s-pizza/slack-approval/host';
import type { AskedApproval, AskResult, Asks } from '@k8s-pizza/slack-approval-alertmanager';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { z } from 'zod';
import { createReportReceiver, progressMessage, type ReportReceiver } from './follow-orders.js';
import { json, type Route } from './http-server.js';
import { type PizzaOrder, pizzaOrder } from './pizza-order.js';

/** Where the Slack app runs, and one secret for each direction. */
export interface SlackAppAddress {
  readonly url: string;
  readonly reportSecret: string;
  readonly decisionSecret: string;
}

/** What the order function needs of the Slack app, wherever that runs. */
export interface SlackAppLink {
  readonly asks: Asks<PizzaOrder>;
  readonly sendReports: ReportReceiver;
  /** The Slack app signs decisions with it. Null: it runs in this process, and sends no requests. */
  readonly decisionSecret: string | null;
}

/** The function's end: asks and reports by signed requests, and expects signed decisions. */
export function connectToSlackApp({ url, reportSecret, decisionSecret }: SlackAppAddress): SlackAppLink {
  const postReports = signedPost(`${url}/progress`, reportSecret);
  return {
    asks: remoteAsks(signedPost(`${url}/asks`, reportSecret)),
    sendReports: async (orders, present) => void (await postReports({ orders, present })),
    decisionSecret,
  };
}

export interface FunctionRouteOptions {
  /** The secret the order function signs with. */
  readonly secret: string;
  readonly log: (line: string) => void;
}

const key = z.string().min(1).max(2_000);
const line = z.string().max(2_000);

/** A call of one of the methods of `Asks`, as JSON. */
const askCommand = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('ask'),
    payload: pizzaOrder,
    key,
    requester: z.string().min(1).max(200),
    context: z.array(line).max(50),
  }),
  z.strictObject({ type: z.literal('withdraw'), key, by: z.string().min(1).max(200), reason: line }),
  z.strictObject({ type: z.literal('replaceContext'), id: z.string().max(100), lines: z.array(line).max(50) }),
]);
type AskCommand = z.infer<typeof askCommand>;

const briefApproval = z.object({ id: z.string(), status: z.string() });
/** The response to `ask`. */
const askResponse = z.object({ approval: briefApproval, created: z.boolean() });
/** The response to `withdraw` and `replaceContext`. */
const changeResponse = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), approval: briefApproval }),
  z.object({ ok: z.literal(false), code: z.string(), explanation: z.string() }),
]);

/** Sends each call to the Slack app. A failure is thrown, so that Alertmanager sends its notification again. */
function remoteAsks(post: SignedPost): Asks<PizzaOrder> {
  const send = (command: AskCommand): Promise<unknown> => post(command);
  return {
    async ask(payload, { key, requester, context }) {
      return askResponse.parse(await send({ type: 'ask', payload, key, requester, context: [...context] }));
    },
    withdraw: async ({ key }, { by, reason }) =>
      changeResponse.parse(await send({ type: 'withdraw', key, by, reason })),
    replaceContext: async ({ id }, lines) =>
      changeResponse.parse(await send({ type: 'replaceContext', id, lines: [...lines] })),
  };
}

/** The Slack app's route where the order function asks, withdraws, and replaces the context of a card. */
export function asksRoute(asks: Asks<PizzaOrder>, options: FunctionRouteOptions): Route {
  return signedRoute({ ...options, path: '/asks', schema: askCommand, act: (command) => callAsks(asks, command) });
}

async function callAsks(asks: Asks<PizzaOrder>, command: AskCommand): Promise<object> {
  switch (command.type) {
    case 'ask': {
      const { payload, key, requester, context } = command;
      const { approval, created } = await asks.ask(payload, { key, requester, context });
      return { approval: toBrief(approval), created };
    }
    case 'withdraw':
      return toBriefResult(await asks.withdraw({ key: command.key }, { by: command.by, reason: command.reason }));
    case 'replaceContext':
      return toBriefResult(await asks.replaceContext({ id: command.id }, command.lines));
    default:
      return command satisfies never;
  }
}

/** The function needs nothing else of an approval. */
function toBrief({ id, status }: AskedApproval): AskedApproval {
  return { id, status };
}

function toBriefResult(result: AskResult): AskResult {
  if (result.ok) return { ok: true, approval: toBrief(result.approval) };
  return { ok: false, code: result.code, explanation: result.explanation };
}

/** The Slack app's route where the order function reports how far orders are. */
export function progressRoute(approvals: Approvals, options: FunctionRouteOptions, clock: () => number): Route {
  const receiveReports = createReportReceiver(approvals, clock, options.log);
  return signedRoute({
    ...options,
    path: '/progress',
    schema: progressMessage,
    async act({ orders, present }) {
      await receiveReports(orders, present);
      return { reported: orders.length };
    },
  });
}

/** Sends one message and returns the response. @throws Error — the status is not 200 */
type SignedPost = (message: object) => Promise<unknown>;

const postTimeoutMs = 10_000;

/** Posts JSON with a signature, each message under a new id. */
function signedPost(url: string, secret: string): SignedPost {
  const webhook = new Webhook(secret);
  return async (message) => {
    const body = JSON.stringify(message);
    const id = `msg_${randomUUID()}`;
    const now = new Date();
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': webhook.sign(id, now, body),
    };
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(postTimeoutMs),
    }).catch(throwNotReached);
    if (response.status !== 200)
      throw new Error(`The Slack app answered ${response.status}${codeIn(await response.text())}.`);
    return await response.json();
  };
}

function throwNotReached(error: unknown): never {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const known = cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.name) : 'unknown';
  throw new Error(`The Slack app was not reached: ${known}.`);
}

/** Repeats the code of our own app. A proxy in between may answer with anything, so nothing else is repeated. */
function codeIn(text: string): string {
  const [, code] = /^\{"error":"([a-z_]{1,60})"\}$/.exec(text) ?? [];
  return code === undefined ? '' : ` ${code}`;
}

interface SignedRouteOptions<Message> extends FunctionRouteOptions {
  readonly path: string;
  readonly schema: z.ZodType<Message>;
  readonly act: (message: Message) => Promise<object>;
}

/**
 * A route that only takes signed messages, and acts once per message id. A response never repeats the request: 401
 * means the signature is wrong, another 4xx is permanent, 503 may be retried.
 */
function signedRoute<Message>({ path, secret, schema, act, log }: SignedRouteOptions<Message>): Route {
  const verify = signatureCheck(secret);
  const oncePerId = createOncePerId();

  const answerMessage = async (text: string): Promise<RawResponse> => {
    const read = schema.safeParse(parseText(text));
    if (!read.success) return json(400, { error: 'malformed_message' });
    try {
      return json(200, await act(read.data));
    } catch (error) {
      log(`${path}: ${error instanceof Error ? error.message : 'a message failed'}`);
      // a store that is down comes back, so only the other errors are permanent
      const isPermanent = isSlackApprovalError(error) && !/^(?:store|record)_/.test(error.code);
      return isPermanent ? json(422, { error: error.code }) : json(503, { error: 'unavailable' });
    }
  };

  const answer: Receiver = async (request) => {
    const message = verify(request);
    return message === null ? unauthenticated : await oncePerId(message.id, () => answerMessage(message.text));
  };
  const refuseHead = (head: RequestHead) => (hasSignatureHeaders(head) ? null : unauthenticated);
  return { method: 'POST', path, answer: Object.assign(answer, { refuseHead }) };
}

const unauthenticated = json(401, { error: 'unauthenticated' });

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Checks a signature that is at most five minutes old. The check returns null if it does not match. */
function signatureCheck(
  secret: string,
): (request: RawRequest) => { readonly id: string; readonly text: string } | null {
  const webhook = new Webhook(secret);
  return ({ header, body }) => {
    const headers = Object.fromEntries(signatureHeaders.map((name) => [name, header(name) ?? '']));
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
      webhook.verify(text, headers, { jsonParse: false });
      return { id: header('webhook-id') ?? '', text };
    } catch (error) {
      if (error instanceof WebhookVerificationError || error instanceof TypeError) return null;
      throw error;
    }
  };
}

const signatureHeaders = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];

/** The body of a request without these headers is never read. */
function hasSignatureHeaders({ header }: RequestHead): boolean {
  return signatureHeaders.every((name) => header(name));
}

/** A signature is valid for five minutes before and after its time, plus a margin. */
const rememberedForMs = 11 * 60_000;
const maxRemembered = 10_000;

/**
 * Runs the work of an id once, and gives a repeat the same response while its signature is valid. A 5xx is forgotten,
 * so it can be retried.
 */
function createOncePerId(clock: () => number = Date.now) {
  const remembered = new Map<string, { readonly response: Promise<RawResponse>; readonly until: number }>();

  function forgetOld(now: number): void {
    for (const [id, { until }] of remembered) {
      if (until > now && remembered.size < maxRemembered) return;
      remembered.delete(id);
    }
  }

  return async (id: string, work: () => Promise<RawResponse>): Promise<RawResponse> => {
    const now = clock();
    forgetOld(now);
    const known = remembered.get(id);
    if (known !== undefined) return await known.response;
    const response = work();
    remembered.set(id, { response, until: now + rememberedForMs });
    if ((await response).status >= 500) remembered.delete(id);
    return await response;
  };
}

import { outcomes } from '../domain/model/approval.js';
import { isError, isSlackApprovalError, SlackApprovalError } from '../errors.js';
import { isPlainObject } from '../is-plain-object.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import type { KnownKeys } from '../options/unknown-keys.js';
import type { Decision } from '../ports/decision-sink.js';
import { methodNotAllowed, statusByCode } from '../ports/http-status.js';
import {
  maxRequestBytes,
  type RawRequest,
  type RawResponse,
  type Receiver,
  type RequestHead,
} from '../ports/raw-http.js';
import type { WebhookEvent } from './verify-webhook.js';

import { keysOf, type VerifiedWebhook, verifyHead, verifyWithKeys } from './verify-webhook.js';

/**
 * Remembers which deliveries were handled, so that each takes effect once.
 *
 * Keep ids for as long as a delivery can be repeated; seven days is enough by default.
 */
export interface SeenDeliveries {
  has(id: string): Promise<boolean>;
  add(id: string): Promise<void>;
}

/** The options of `receiveDecision`. */
export interface ReceiveDecisionOptions {
  /** The secrets that the sender's `webhook` signs with: one, or several while you rotate them. */
  readonly secrets: string | readonly string[] | undefined;
  /**
   * Acts on a decision. Resolve once the sender can forget it. Throw to have it delivered again; throw a `SlackApprovalError` with
   * `delivery_rejected` to refuse it for good.
   */
  readonly handler: (decision: Decision<unknown>, info: { readonly deliveryId: string }) => Promise<void>;
  /** Skips deliveries that were handled before. @default none: the handler gets repeats and has to be idempotent per `deliveryId` */
  readonly seen?: SeenDeliveries;
  /** Called with what `handler` or `seen` threw. The sender gets only the status. @default a process warning */
  readonly onError?: (error: unknown, info: { readonly deliveryId: string }) => void;
  /** Epoch milliseconds. @default Date.now */
  readonly clock?: () => number;
}

const knownOptions = {
  secrets: true,
  handler: true,
  seen: true,
  onError: true,
  clock: true,
} satisfies KnownKeys<ReceiveDecisionOptions>;

/**
 * Receives what `webhook` sends, on any host: verifies the request and calls the handler.
 *
 * It answers 200 once handled, now or before, 410 if refused for good, and 500 to get the decision again. Within one process,
 * only one call handles an id at a time.
 *
 * @throws {SlackApprovalError} invalid_webhook_secret, invalid_options — a secret is missing or malformed; `handler` is missing, or an option is unknown
 *
 * @example
 * const handler = async ({ outcome }: Decision<unknown>) => console.log(outcome);
 * const receiver = receiveDecision({ secrets: process.env.WEBHOOK_SECRET, handler });
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   const answer = await receiver({ method: request.method, header: (name) => request.headers.get(name), body });
 *   return new Response(answer.body, answer);
 * }
 */
export function receiveDecision(options: ReceiveDecisionOptions): Receiver {
  refuseUnknownKeys('receiveDecision', options, knownOptions);
  const { clock = Date.now } = options;
  if (typeof options.handler !== 'function')
    throw new SlackApprovalError('invalid_options', '`handler` must be a function that acts on a decision.');
  const keys = keysOf(options.secrets);
  const underway = new Map<string, Promise<RawResponse>>();

  const receive = async (request: RawRequest) => {
    if (request.method !== 'POST') return methodNotAllowed;
    if (request.body.byteLength > maxRequestBytes) return status(413);
    let verified: VerifiedWebhook;
    try {
      verified = verifyWithKeys(request.body, headersOf(request), keys, clock());
    } catch (error) {
      return refuse(error);
    }
    if (!isDecisionEvent(verified.event)) return status(400);
    const { id } = verified;
    const running = underway.get(id) ?? handle(verified, options).finally(() => underway.delete(id));
    underway.set(id, running);
    return running;
  };
  return Object.assign(receive, { refuseHead: (head: RequestHead) => refuseHead(head, clock()) });
}

/** Refuses a request by its head alone, with the answer that the whole request would get; null if its body has to be read. */
function refuseHead(head: RequestHead, now: number): RawResponse | null {
  if (head.method !== 'POST') return methodNotAllowed;
  try {
    verifyHead(headersOf(head), now);
    return null;
  } catch (error) {
    return refuse(error);
  }
}

/** Tells whether an event has what a handler acts on, and its type states the outcome of its decision. */
function isDecisionEvent(event: WebhookEvent): boolean {
  const data: unknown = event.data;
  if (!isPlainObject(data)) return false;
  const { approvalId, kind, outcome, revision, digest }: Partial<Record<keyof Decision<unknown>, unknown>> = data;
  const isNamed = isText(approvalId) && isText(kind) && isText(digest);
  const isKnown = outcomes.some((known) => known === outcome) && event.type === `approval.${outcome}`;
  return isNamed && isKnown && Number.isSafeInteger(revision) && 'payload' in data;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

async function handle({ id, event }: VerifiedWebhook, options: ReceiveDecisionOptions): Promise<RawResponse> {
  const { handler, seen } = options;
  const onError = safely(options.onError ?? warn);
  const info = { deliveryId: id };
  try {
    if (seen !== undefined && (await seen.has(id))) return status(200);
    await handler(toDecision(event.data), info);
  } catch (error) {
    onError(error, info);
    return status(isSlackApprovalError(error) && error.code === 'delivery_rejected' ? 410 : 500);
  }
  try {
    await seen?.add(id);
  } catch (error) {
    // the decision has taken effect, and a 500 would deliver it again
    onError(error, info);
  }
  return status(200);
}

/** An earlier release rendered bodies without `shown`, and with the parts of `seen` beside the rest. */
function toDecision(data: Decision<unknown>): Decision<unknown> {
  // as: only what is there is read
  const { shown = true, seen, ...rest } = data as Partial<Decision<unknown>> & Partial<Decision<unknown>['seen']>;
  const { salt = null, content = null, policy = null, ...others } = rest;
  // as: every other member stands in both forms
  return { ...others, shown, seen: seen ?? { salt, content, policy } } as Decision<unknown>;
}

function headersOf({ header }: RequestHead): Record<string, string | undefined> {
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
  return Object.fromEntries(names.map((name) => [name, header(name) ?? undefined]));
}

function refuse(error: unknown): RawResponse {
  const answer = isSlackApprovalError(error) ? statusByCode[error.code] : undefined;
  if (answer === undefined) throw error;
  return status(answer);
}

function status(code: number): RawResponse {
  return { status: code, headers: {}, body: '' };
}

/** Wraps `onError`, because a throw from it must not fail the answer: a 500 would deliver a decision again that has taken effect. */
function safely(onError: typeof warn): typeof warn {
  return (error, info) => {
    try {
      onError(error, info);
    } catch (failure) {
      warn(failure, info);
    }
  };
}

function warn(error: unknown, { deliveryId }: { readonly deliveryId: string }): void {
  const detail = isError(error) ? (error.stack ?? error.message) : String(error);
  process.emitWarning(`Handling the delivery ${deliveryId} failed.`, { type: 'SlackApprovalWarning', detail });
}

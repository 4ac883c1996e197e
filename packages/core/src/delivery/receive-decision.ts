import { outcomes } from '../domain/model/approval.js';
import { type ErrorCode, isSlackApprovalError, SlackApprovalError } from '../errors.js';
import { loadHttp } from '../http/load-http.js';
import { isPlainObject } from '../is-plain-object.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import type { KnownKeys } from '../options/unknown-keys.js';
import type { Decision } from '../ports/decision-sink.js';
import { methodNotAllowed, statusByCode } from '../ports/http-status.js';
import { consoleLogger, createLog, type Log } from '../ports/log.js';
import { createLogThrottle } from '../ports/log-throttle.js';
import type { Logger } from '../ports/logger.js';
import {
  type BodyFault,
  maxRequestBytes,
  type RawRequest,
  type RawResponse,
  type Receiver,
  type RequestHead,
  requireBytes,
} from '../ports/raw-http.js';
import { keysOf, type VerifiedWebhook, verifyHead, verifyWithKeys, type WebhookEvent } from './verify-webhook.js';

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
  /** Gets what `handler` or `seen` threw, and why requests are refused: the sender sees only a status. @default the console */
  readonly logger?: Logger;
  /** Epoch milliseconds. @default Date.now */
  readonly clock?: () => number;
}

const knownOptions = {
  secrets: true,
  handler: true,
  seen: true,
  logger: true,
  clock: true,
} satisfies KnownKeys<ReceiveDecisionOptions>;

/**
 * Receives what `webhook` sends, on any host: verifies the request and calls the handler.
 *
 * Pass a web-standard request to its `handle`; on Express, pass the receiver to `decisionRouter`.
 *
 * It answers 200 once handled, now or before, 410 if refused for good, and 500 to get the decision again. Within one process,
 * only one call handles an id at a time. Every other answer is logged with its code; see `docs/guides/troubleshooting.md`.
 *
 * @throws {SlackApprovalError} invalid_webhook_secret, invalid_options — a secret is missing or malformed; `handler` is missing, or an option is unknown
 *
 * @example
 * const handler = async ({ outcome }: Decision<unknown>) => console.log(outcome);
 * const receiver = receiveDecision({ secrets: process.env.WEBHOOK_SECRET, handler });
 * export const POST = receiver.handle;
 */
export function receiveDecision(
  options: ReceiveDecisionOptions,
): Receiver & { readonly handle: (request: Request) => Promise<Response> } {
  refuseUnknownKeys('receiveDecision', options, knownOptions);
  const { clock = Date.now, logger = consoleLogger } = options;
  if (typeof options.handler !== 'function')
    throw new SlackApprovalError('invalid_options', '`handler` must be a function that acts on a decision.');
  const keys = keysOf(options.secrets);
  const log = createLog(logger);
  const refuse = createRefuse(log, clock);
  const underway = new Map<string, Promise<RawResponse>>();

  const receive = async (request: RawRequest): Promise<RawResponse> => {
    if (request.method !== 'POST') return methodNotAllowed;
    let verified: VerifiedWebhook;
    try {
      const body = requireBytes(request.body);
      if (body.byteLength > maxRequestBytes) return refuse('body_too_large');
      verified = verifyWithKeys(body, headersOf(request), keys, clock());
    } catch (error) {
      return refuse(codeOf(error));
    }
    if (!isDecisionEvent(verified.event)) return refuse('malformed_body');
    const { id } = verified;
    const running = underway.get(id) ?? handle(verified, options, log).finally(() => underway.delete(id));
    underway.set(id, running);
    return await running;
  };
  /** Refuses a request by its head alone, with the answer that the whole request would get; null if its body has to be read. */
  const refuseHead = (head: RequestHead): RawResponse | null => {
    if (head.method !== 'POST') return methodNotAllowed;
    try {
      verifyHead(headersOf(head), clock());
      return null;
    } catch (error) {
      return refuse(codeOf(error));
    }
  };
  const receiver = Object.assign(receive, { refuseHead, refuseBody: refuse });
  return Object.assign(receiver, { handle: (request: Request) => handleDecision(receiver, refuse, request) });
}

/** Answers a web-standard request. One that something has read is a fault of the host: the sender tries again. */
async function handleDecision(receiver: Receiver, refuse: Refuse, request: Request): Promise<Response> {
  const { handleRequest, toResponse } = await loadHttp();
  try {
    return await handleRequest(receiver, request);
  } catch (error) {
    return toResponse(refuse(codeOf(error)));
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

async function handle(
  { id, event }: VerifiedWebhook,
  { handler, seen }: ReceiveDecisionOptions,
  log: Log,
): Promise<RawResponse> {
  const info = { deliveryId: id };
  try {
    if (seen !== undefined && (await seen.has(id))) return status(200);
    await handler(toDecision(event.data), info);
  } catch (error) {
    if (isSlackApprovalError(error) && error.code === 'delivery_rejected') {
      log.warn('decision_rejected', 'the handler rejects a decision for good', { ...info, error });
      return status(410);
    }
    log.error('decision_failed', 'handling a decision failed; it is delivered again', { ...info, error });
    return status(500);
  }
  try {
    await seen?.add(id);
  } catch (error) {
    // the decision has taken effect, and a 500 would deliver it again
    log.error('decision_not_remembered', 'a decision was handled, and `seen` could not remember it', {
      ...info,
      error,
    });
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

function codeOf(error: unknown): ErrorCode {
  if (isSlackApprovalError(error)) return error.code;
  throw error;
}

const usualCauses =
  'another secret than the sender’s, a clock that is off by more than 5 minutes, or a body that something parsed or rewrote';
const bodyNeeded = 'pass the body as the bytes that arrived, before a parser reads it';

type Refuse = (code: ErrorCode | BodyFault) => RawResponse;

/** Creates the answers of refused requests. Anyone can send one, so each code is logged once a minute. */
function createRefuse(log: Log, clock: () => number): Refuse {
  const everyMinute = createLogThrottle(clock, 60_000);
  return (reason) => {
    // what is no fault of the sender is worth another attempt
    const answer = statusByCode[reason] ?? 503;
    const heldBack = everyMinute(reason);
    if (heldBack !== null)
      log[answer === 503 ? 'error' : 'warn']('decision_refused', 'a request was refused; it may have been a decision', {
        reason,
        ...(answer === 401 ? { usualCauses } : {}),
        ...(answer === 503 ? { remedy: bodyNeeded } : {}),
        ...heldBack,
      });
    return status(answer);
  };
}

function status(code: number): RawResponse {
  return { status: code, headers: {}, body: '' };
}

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
 * Remembers which deliveries were handled.
 *
 * Keep ids for at least as long as a delivery may be repeated: seven days is ample.
 */
export interface SeenDeliveries {
  has(id: string): Promise<boolean>;
  add(id: string): Promise<void>;
}

/** What a receiver needs: the secrets, what to do with a decision, and what was done before. */
export interface ReceiveDecisionOptions {
  /** What the sender's `webhook` signs with; several while secrets rotate. */
  readonly secrets: string | readonly string[] | undefined;
  /** Acts on a decision. Resolve once it is safe to forget it; throw to be sent it again; throw `delivery_rejected` to refuse it for good. */
  readonly handler: (decision: Decision<unknown>, info: { readonly deliveryId: string }) => Promise<void>;
  /** Without it every repeat reaches the handler, which then has to recognise `deliveryId` or `approvalId` itself. */
  readonly seen?: SeenDeliveries;
  /** Told what handler or `seen` threw: the sender is told nothing but the status. @default a process warning */
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
 * Makes the receiving end of `webhook`, for any host.
 *
 * It verifies a request, hands its decision to the handler, and answers.
 * 200 is handled, now or before; 410 is refused for good; 500 asks to be sent it again. In one process, one id is handled by one call at a time.
 *
 * @throws {SlackApprovalError} invalid_webhook_secret, invalid_options — a secret is missing or malformed; there is no handler, or an unknown option
 */
export function receiveDecision(options: ReceiveDecisionOptions): Receiver {
  refuseUnknownKeys('receiveDecision', options, knownOptions);
  const { clock = Date.now } = options;
  if (typeof options.handler !== 'function')
    throw new SlackApprovalError('invalid_options', 'handler is missing: give a function that acts on a decision.');
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

/** Refuses what no sender of decisions has signed, by its head: the answer is the one that its body would get. */
function refuseHead(head: RequestHead, now: number): RawResponse | null {
  if (head.method !== 'POST') return methodNotAllowed;
  try {
    verifyHead(headersOf(head), now);
    return null;
  } catch (error) {
    return refuse(error);
  }
}

/** Tells whether an event is whole enough to act on: its outcome is known, and is the one its decision states. */
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
    // the decision has taken effect: to ask for it again would be the one way to have it twice
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

/** What is told of a failure must not fail the answer: 500 would bring back a decision that has taken effect. */
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

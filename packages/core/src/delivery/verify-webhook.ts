import type { KeyObject } from 'node:crypto';
import type { Outcome } from '../domain/model/approval.js';
import { SlackApprovalError } from '../errors.js';
import { isPlainObject } from '../is-plain-object.js';
import type { Problem } from '../options/problems.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import type { Decision } from '../ports/decision-sink.js';
import { requireBytes } from '../ports/raw-http.js';
import { type HeaderBag, oneHeader } from './one-header.js';
import { checkSignature, toleranceSeconds } from './standard-webhooks.js';
import { readKeys } from './webhook-settings.js';

/**
 * The JSON body of a webhook. `timestamp` is the instant of the decision, in ISO 8601.
 *
 * A body that an earlier release rendered lacks `data.shown`, to which `receiveDecision` adds `true`, and `votes` and `requester`, for
 * which there are no votes, and `(unknown)`.
 */
export interface WebhookEvent {
  readonly type: `approval.${Outcome}`;
  readonly timestamp: string;
  readonly data: Decision<unknown>;
}

/** A webhook with a valid signature. */
export interface VerifiedWebhook {
  /** The same in every attempt of one delivery. Act once per id. */
  readonly id: string;
  readonly event: WebhookEvent;
}

const wholeSeconds = /^[0-9]{1,12}$/;
// no quotes and no braces, so that a part of a signed body cannot pass for a part of an id
const deliveryId = /^[\w.:/+=-]{1,255}$/;

/**
 * Checks the signature of a webhook by Standard Webhooks, and returns its id and event.
 *
 * Pass `body` as the bytes that arrived. One matching secret is enough. The same webhook can arrive several times, so act once per id.
 *
 * @param options.now - epoch milliseconds; a timestamp can be up to 300 s before or after it
 * @throws {SlackApprovalError} signature_missing — one of the three headers is missing
 * @throws {SlackApprovalError} signature_malformed — a header is malformed or repeated
 * @throws {SlackApprovalError} signature_mismatch — no signature was made with one of the secrets
 * @throws {SlackApprovalError} timestamp_malformed, timestamp_out_of_range — it is a replay, or a clock is wrong
 * @throws {SlackApprovalError} raw_body_unavailable — the body is neither bytes nor text
 * @throws {SlackApprovalError} malformed_body — the signature is valid, but the body is not a JSON object
 * @throws {SlackApprovalError} invalid_webhook_secret — a secret is missing or malformed
 * @throws {SlackApprovalError} invalid_options — an option is unknown
 */
export function verifyWebhook(
  body: Uint8Array | string,
  headers: HeaderBag,
  secrets: string | readonly string[],
  options: { readonly now?: number } = {},
): VerifiedWebhook {
  refuseUnknownKeys('verifyWebhook', options, { now: true });
  const bytes = typeof body === 'string' ? body : requireBytes(body);
  return verifyWithKeys(bytes, headers, keysOf(secrets), options.now ?? Date.now());
}

/** As `verifyWebhook`, with keys that were read before. */
export function verifyWithKeys(
  body: Uint8Array | string,
  headers: HeaderBag,
  keys: readonly KeyObject[],
  now: number,
): VerifiedWebhook {
  const { id, timestamp, signature } = verifyHead(headers, now);
  const answer = checkSignature(keys, { id, timestamp, body }, signature);
  if (answer === 'malformed') {
    throw new SlackApprovalError(
      'signature_malformed',
      'The webhook-signature header must be a list of `v1,` signatures.',
    );
  }
  if (answer === 'differs')
    throw new SlackApprovalError(
      'signature_mismatch',
      'No signature matches the webhook: compare the secret with the sender’s.',
    );
  return { id, event: parseEvent(body) };
}

/**
 * The part of `verifyWebhook` that needs no body: checks the form of the three headers, and the timestamp.
 *
 * @throws {SlackApprovalError} signature_missing, signature_malformed, timestamp_malformed, timestamp_out_of_range
 */
export function verifyHead(headers: HeaderBag, now: number) {
  const id = oneHeader(headers, 'webhook-id');
  const timestamp = oneHeader(headers, 'webhook-timestamp');
  const signature = oneHeader(headers, 'webhook-signature');
  if (!deliveryId.test(id))
    throw new SlackApprovalError(
      'signature_malformed',
      'The webhook-id header must be an id of at most 255 characters.',
    );
  checkTimestamp(timestamp, now);
  return { id, timestamp, signature };
}

/** @throws {SlackApprovalError} invalid_webhook_secret — a secret is missing or malformed */
export function keysOf(secrets: string | readonly string[] | undefined): readonly KeyObject[] {
  const problems: Problem[] = [];
  const keys = readKeys(secrets, problems);
  const [problem] = problems;
  if (problem !== undefined) throw new SlackApprovalError(problem.code, problem.message);
  return keys ?? [];
}

function checkTimestamp(timestamp: string, now: number): void {
  if (!wholeSeconds.test(timestamp)) {
    throw new SlackApprovalError(
      'timestamp_malformed',
      'The webhook-timestamp header must be a whole number of seconds.',
    );
  }
  if (Math.abs(Math.floor(now / 1000) - Number(timestamp)) > toleranceSeconds) {
    throw new SlackApprovalError(
      'timestamp_out_of_range',
      `The webhook must be signed within ${toleranceSeconds} s of this machine's clock, and is not: check the clock.`,
    );
  }
}

/** What a body may lack: the choice of a kind without choices, and what earlier releases did not render. */
const absentParts = { choice: null, votes: [], requester: '(unknown)' } satisfies Partial<Decision<unknown>>;

function parseEvent(body: Uint8Array | string): WebhookEvent {
  const event = parseJson(body);
  if (!isPlainObject(event)) {
    throw new SlackApprovalError('malformed_body', 'The body of the webhook must be a JSON object.');
  }
  const { data } = event;
  // only the holder of the secret can have written it, and writes nothing but events; `receiveDecision` checks more before it acts
  return { ...event, ...(isPlainObject(data) ? { data: { ...absentParts, ...data } } : {}) } as unknown as WebhookEvent;
}

function parseJson(body: Uint8Array | string): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new SlackApprovalError('malformed_body', 'The body of the webhook must be JSON in UTF-8.', { cause });
  }
}

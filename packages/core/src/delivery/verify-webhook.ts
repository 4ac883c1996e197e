import type { KeyObject } from 'node:crypto';
import type { Outcome } from '../domain/model/approval.js';
import { SlackApprovalError } from '../errors.js';
import { isPlainObject } from '../is-plain-object.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import type { Decision, SinkProblem } from '../ports/decision-sink.js';
import { type HeaderBag, oneHeader } from './one-header.js';
import { checkSignature, toleranceSeconds } from './standard-webhooks.js';
import { readKeys } from './webhook-settings.js';

/**
 * What a webhook carries. `timestamp` is the instant of the decision, in ISO 8601.
 *
 * A body that an earlier release rendered lacks `data.shown`: `receiveDecision` adds `true`.
 */
export interface WebhookEvent {
  readonly type: `approval.${Outcome}`;
  readonly timestamp: string;
  readonly data: Decision<unknown>;
}

/** A webhook whose signature holds. */
export interface VerifiedWebhook {
  /** The same for every attempt of one delivery: remember it, and act once. */
  readonly id: string;
  readonly event: WebhookEvent;
}

const wholeSeconds = /^[0-9]{1,12}$/;
// neither quotes nor braces, so that no part of a signed body can be passed off as part of an id
const deliveryId = /^[\w.:/+=-]{1,255}$/;

/**
 * Checks a webhook by Standard Webhooks and returns its id and event.
 *
 * `body` must be the bytes as they arrived; any one of the secrets may match. The signature says who wrote the event; whether
 * it was handled before is for the caller to know.
 *
 * @param options.now - epoch milliseconds; timestamps may be 300 s off either way
 * @throws {SlackApprovalError} signature_missing, signature_malformed, signature_mismatch — the three headers, and what they prove
 * @throws {SlackApprovalError} timestamp_malformed, timestamp_out_of_range — a replay, or a clock that is off
 * @throws {SlackApprovalError} malformed_body — the signature holds, but the body is not a JSON object
 * @throws {SlackApprovalError} invalid_webhook_secret — a secret is missing or not of the form `webhook` takes
 * @throws {SlackApprovalError} invalid_options — an option is unknown
 */
export function verifyWebhook(
  body: Uint8Array | string,
  headers: HeaderBag,
  secrets: string | readonly string[],
  options: { readonly now?: number } = {},
): VerifiedWebhook {
  refuseUnknownKeys('verifyWebhook', options, { now: true });
  return verifyWithKeys(body, headers, keysOf(secrets), options.now ?? Date.now());
}

/** `verifyWebhook` with secrets that were read before. */
export function verifyWithKeys(
  body: Uint8Array | string,
  headers: HeaderBag,
  keys: readonly KeyObject[],
  now: number,
): VerifiedWebhook {
  const { id, timestamp, signature } = verifyHead(headers, now);
  const answer = checkSignature(keys, { id, timestamp, body }, signature);
  if (answer === 'malformed') {
    throw new SlackApprovalError('signature_malformed', 'The webhook-signature header is malformed.');
  }
  if (answer === 'differs') throw new SlackApprovalError('signature_mismatch', 'No signature matches the webhook.');
  return { id, event: parseEvent(body) };
}

/**
 * The part of `verifyWebhook` that needs no body: each of the three headers is there once, and the timestamp is near enough.
 *
 * @throws {SlackApprovalError} signature_missing, signature_malformed, timestamp_malformed, timestamp_out_of_range
 */
export function verifyHead(headers: HeaderBag, now: number) {
  const id = oneHeader(headers, 'webhook-id');
  const timestamp = oneHeader(headers, 'webhook-timestamp');
  const signature = oneHeader(headers, 'webhook-signature');
  if (!deliveryId.test(id)) throw new SlackApprovalError('signature_malformed', 'The webhook-id header is malformed.');
  checkTimestamp(timestamp, now);
  return { id, timestamp, signature };
}

/** @throws {SlackApprovalError} invalid_webhook_secret — a secret is missing or malformed */
export function keysOf(secrets: string | readonly string[] | undefined): readonly KeyObject[] {
  const problems: SinkProblem[] = [];
  const keys = readKeys(secrets, problems);
  const [problem] = problems;
  if (problem !== undefined) throw new SlackApprovalError(problem.code, problem.message);
  return keys ?? [];
}

function checkTimestamp(timestamp: string, now: number): void {
  if (!wholeSeconds.test(timestamp)) {
    throw new SlackApprovalError('timestamp_malformed', 'The webhook-timestamp header is malformed.');
  }
  if (Math.abs(Math.floor(now / 1000) - Number(timestamp)) > toleranceSeconds) {
    throw new SlackApprovalError('timestamp_out_of_range', 'The webhook was signed too long ago, or a clock is off.');
  }
}

function parseEvent(body: Uint8Array | string): WebhookEvent {
  const event = parseJson(body);
  if (!isPlainObject(event)) {
    throw new SlackApprovalError('malformed_body', 'The body of the webhook must be a JSON object.');
  }
  // only the holder of the secret can have written it, and writes nothing but events; `receiveDecision` checks more before it acts
  return event as unknown as WebhookEvent;
}

function parseJson(body: Uint8Array | string): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new SlackApprovalError('malformed_body', 'The body of the webhook must be JSON in UTF-8.', { cause });
  }
}

import { createHash, timingSafeEqual } from 'node:crypto';
import {
  credentialFault,
  isSlackApprovalError,
  type RawRequest,
  type RequestHead,
  refuseUnknownKeys,
  SlackApprovalError,
  verifyWebhook,
} from '@k8s-pizza/slack-approval';

/**
 * How requests show that they come from Alertmanager.
 *
 * `bearer` is the token of its `http_config.authorization`, of at least 16 characters; several while it changes. `secrets` are those of
 * Standard Webhooks, for a relay that signs: Alertmanager itself does not. `none` lets in whoever reaches the address.
 */
export type AlertAuthentication =
  | { readonly bearer: string | readonly string[] | undefined }
  | { readonly secrets: string | readonly string[] | undefined }
  | 'none';

/** What a request holds, or why it is not read: 401 or 400. */
type Opened = { readonly json: unknown } | { readonly refused: 'unauthenticated' | 'malformed_body' };

/** The check of who sends, and the reading of what they send. */
export interface Opener {
  /** Whether a sender may be one who is let in, as far as the head of a request tells. */
  readonly mayBeKnown: (head: RequestHead) => boolean;
  readonly open: (request: RawRequest) => Opened;
}

/**
 * Makes the check of who sends, and the reading of what they send.
 *
 * @throws {SlackApprovalError} invalid_options — no bearer token, or one that can be guessed
 * @throws {SlackApprovalError} invalid_webhook_secret — a secret is missing or malformed
 */
export function openerOf(authentication: AlertAuthentication, clock: () => number): Opener {
  if (authentication === 'none') return { mayBeKnown: () => true, open: ({ body }) => parse(body) };
  if (typeof authentication !== 'object' || authentication === null) {
    throw new SlackApprovalError(
      'invalid_options',
      "Say by authentication who may send: { bearer: … }, { secrets: … }, or 'none' for whoever reaches the address.",
    );
  }
  const known = 'bearer' in authentication ? { bearer: true } : { secrets: true };
  refuseUnknownKeys<object>('receiveAlerts({ authentication })', authentication, known);
  if ('bearer' in authentication) {
    const isKnown = bearerCheck(authentication.bearer);
    return {
      mayBeKnown: ({ header }) => isKnown(header('authorization')),
      open: ({ header, body }) => (isKnown(header('authorization')) ? parse(body) : { refused: 'unauthenticated' }),
    };
  }
  const secrets = checkedSecrets(authentication.secrets);
  return {
    mayBeKnown: (head) => mayBeSigned(head, secrets, clock()),
    open: (request) => openSigned(request, secrets, clock()),
  };
}

function parse(body: Uint8Array): Opened {
  try {
    return { json: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) };
  } catch (error) {
    // by name: under Jest, what the decoder throws is from outside of the test's realm
    if (['SyntaxError', 'TypeError'].includes(Object(error).name)) return { refused: 'malformed_body' };
    throw error;
  }
}

const isToken = (value: unknown): value is string => typeof value === 'string' && /^[\x21-\x7e]{16,}$/.test(value);

function bearerCheck(bearer: string | readonly string[] | undefined): (header: string | null | undefined) => boolean {
  const tokens = Array.isArray(bearer) ? bearer : [bearer];
  const fault = tokens.map((token) => credentialFault(String(token))).find((one) => one !== null);
  if (fault !== undefined) throw new SlackApprovalError('invalid_options', `authentication.bearer ${fault}.`);
  if (tokens.length === 0 || !tokens.every(isToken)) {
    throw new SlackApprovalError(
      'invalid_options',
      "authentication.bearer is missing, or has fewer than 16 visible characters; give the token of Alertmanager's authorization.",
    );
  }
  const expected = tokens.map(hash);
  return (header) => {
    const [, presented = ''] = /^Bearer +(.+)$/i.exec(header ?? '') ?? [];
    const digest = hash(presented);
    // all of them, and of equal length: how long it takes tells nothing of the tokens
    return expected.filter((one) => timingSafeEqual(one, digest)).length > 0;
  };
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** A request without a signature is asked about, since the secrets are looked at before it is. */
function checkedSecrets(secrets: string | readonly string[] | undefined): string | readonly string[] {
  const given = secrets ?? [];
  try {
    verifyWebhook('', {}, given);
  } catch (error) {
    if (!isSlackApprovalError(error) || error.code === 'invalid_webhook_secret') throw error;
  }
  return given;
}

type Secrets = string | readonly string[];

/** A head whose signature fits no empty body may have one that fits the body to come: nothing else is wrong with it. */
function mayBeSigned({ header }: RequestHead, secrets: Secrets, now: number): boolean {
  try {
    verifyWebhook('', webhookHeaders(header), secrets, { now });
    return true;
  } catch (error) {
    if (!isSlackApprovalError(error)) throw error;
    return error.code === 'signature_mismatch' || error.code === 'malformed_body';
  }
}

function openSigned({ body, header }: RawRequest, secrets: Secrets, now: number): Opened {
  try {
    return { json: verifyWebhook(body, webhookHeaders(header), secrets, { now }).event };
  } catch (error) {
    if (!isSlackApprovalError(error)) throw error;
    return { refused: error.code === 'malformed_body' ? 'malformed_body' : 'unauthenticated' };
  }
}

function webhookHeaders(header: RequestHead['header']): Readonly<Record<string, string | undefined>> {
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
  return Object.fromEntries(names.map((name) => [name, header(name) ?? undefined]));
}

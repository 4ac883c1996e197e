import { createHash, timingSafeEqual } from 'node:crypto';
import { isSlackApprovalError, SlackApprovalError, verifyWebhook } from '@k8s-pizza/slack-approval';
import { credentialFault, type RawRequest, type RequestHead, refuseUnknownKeys } from '@k8s-pizza/slack-approval/host';

/**
 * How to authenticate requests from Alertmanager.
 *
 * `bearer` is the token in Alertmanager's `http_config.authorization`, at least 16 characters; pass several to rotate it.
 * `secrets` are Standard Webhooks secrets, for a relay that signs, since Alertmanager cannot. `none` accepts every request.
 */
export type AlertAuthentication =
  | { readonly bearer: string | readonly string[] | undefined }
  | { readonly secrets: string | readonly string[] | undefined }
  | 'none';

/** The JSON of a request, or why it is refused: 401 or 400. */
type ParseResult = { readonly json: unknown } | { readonly refused: 'unauthenticated' | 'malformed_body' };

/** Authenticates requests and parses their bodies. */
export interface Authenticator {
  /** False if the head alone shows that the sender is not authenticated. */
  readonly allowsHead: (head: RequestHead) => boolean;
  readonly parse: (request: RawRequest) => ParseResult;
}

/**
 * Creates the authenticator for the option `authentication`.
 *
 * @throws {SlackApprovalError} invalid_options — the bearer token is missing or too short
 * @throws {SlackApprovalError} invalid_webhook_secret — a secret is missing or malformed
 */
export function createAuthenticator(authentication: AlertAuthentication, clock: () => number): Authenticator {
  if (authentication === 'none') return { allowsHead: () => true, parse: ({ body }) => parseJson(body) };
  if (typeof authentication !== 'object' || authentication === null) {
    throw new SlackApprovalError(
      'invalid_options',
      "`authentication` must be { bearer: … }, { secrets: … }, or 'none' to accept every request.",
    );
  }
  const known = 'bearer' in authentication ? { bearer: true } : { secrets: true };
  refuseUnknownKeys<object>('receiveAlerts({ authentication })', authentication, known);
  if ('bearer' in authentication) {
    const isAuthorized = createBearerCheck(authentication.bearer);
    return {
      allowsHead: ({ header }) => isAuthorized(header('authorization')),
      parse: ({ header, body }) =>
        isAuthorized(header('authorization')) ? parseJson(body) : { refused: 'unauthenticated' },
    };
  }
  const secrets = validateSecrets(authentication.secrets);
  return {
    allowsHead: (head) => mayBeSigned(head, secrets, clock()),
    parse: (request) => parseSigned(request, secrets, clock()),
  };
}

function parseJson(body: Uint8Array): ParseResult {
  try {
    return { json: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) };
  } catch (error) {
    // by name: under Jest, the decoder throws errors of another realm, so instanceof fails
    if (['SyntaxError', 'TypeError'].includes(Object(error).name)) return { refused: 'malformed_body' };
    throw error;
  }
}

const isToken = (value: unknown): value is string => typeof value === 'string' && /^[\x21-\x7e]{16,}$/.test(value);

function createBearerCheck(
  bearer: string | readonly string[] | undefined,
): (header: string | null | undefined) => boolean {
  const tokens = Array.isArray(bearer) ? bearer : [bearer];
  const fault = tokens.map((token) => credentialFault(String(token))).find((found) => found !== null);
  if (fault !== undefined) throw new SlackApprovalError('invalid_options', `authentication.bearer ${fault}.`);
  if (tokens.length === 0 || !tokens.every(isToken)) {
    throw new SlackApprovalError(
      'invalid_options',
      "authentication.bearer must have at least 16 visible ASCII characters: use the token of Alertmanager's authorization.",
    );
  }
  const expectedHashes = tokens.map(hash);
  return (header) => {
    const [, presented = ''] = /^Bearer +(.+)$/i.exec(header ?? '') ?? [];
    const presentedHash = hash(presented);
    // compares all hashes, so that the time reveals nothing about the tokens
    return expectedHashes.filter((expected) => timingSafeEqual(expected, presentedHash)).length > 0;
  };
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Verifies an empty request: `verifyWebhook` checks the secrets before the signature. */
function validateSecrets(secrets: string | readonly string[] | undefined): string | readonly string[] {
  const list = secrets ?? [];
  try {
    verifyWebhook('', {}, list);
  } catch (error) {
    if (!isSlackApprovalError(error) || error.code === 'invalid_webhook_secret') throw error;
  }
  return list;
}

type Secrets = string | readonly string[];

/** Verifies the head with an empty body. If only the signature mismatches, it may still match the real body. */
function mayBeSigned({ header }: RequestHead, secrets: Secrets, now: number): boolean {
  try {
    verifyWebhook('', webhookHeaders(header), secrets, { now });
    return true;
  } catch (error) {
    if (!isSlackApprovalError(error)) throw error;
    return error.code === 'signature_mismatch' || error.code === 'malformed_body';
  }
}

function parseSigned({ body, header }: RawRequest, secrets: Secrets, now: number): ParseResult {
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

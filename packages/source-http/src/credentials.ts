import { isSlackApprovalError, SlackApprovalError, verifyWebhook } from '@k8s-pizza/slack-approval';
import { credentialFault, refuseUnknownKeys } from '@k8s-pizza/slack-approval/host';

/**
 * Who may ask, and what.
 *
 * `token` is a bearer token of at least 32 visible ASCII characters, `secret` a Standard Webhooks secret of at least 32 bytes. To
 * rotate one, list two credentials of the same requester.
 */
export type AskCredential = {
  /** The name of the system that asks, shown on the card. Approvals of other requesters do not exist for it. 1 to 200 characters. */
  readonly requester: string;
  /** The names of the kinds that it can ask. */
  readonly kinds: readonly string[];
  /** Whether it asks for a person, by their Slack user id. @default never */
  readonly onBehalfOf?: 'required' | 'allowed' | 'never';
} & ({ readonly token: string | undefined } | { readonly secret: string | undefined });

/** A credential that was checked. */
export interface Credential {
  readonly requester: string;
  readonly kinds: ReadonlySet<string>;
  readonly onBehalfOf: 'required' | 'allowed' | 'never';
  readonly token: string | null;
  readonly secret: string | null;
}

const known = { requester: true, kinds: true, onBehalfOf: true };
const minBytes = 32;
const maxRequesterLength = 200;

/**
 * Checks the option `credentials`.
 *
 * @param served - the names of the kinds that can be asked at all
 * @throws {SlackApprovalError} invalid_options — the list is empty, or a credential is incomplete, too short or listed twice
 * @throws {SlackApprovalError} invalid_webhook_secret — a secret is missing, malformed or too short
 */
export function readCredentials(given: readonly AskCredential[], served: ReadonlySet<string>): readonly Credential[] {
  if (!Array.isArray(given) || given.length === 0) throw invalid('`credentials` must list at least one credential');
  const credentials = given.map((one, index) => readCredential(one, `credentials[${index}]`, served));
  const proofs = credentials.map(({ token, secret }) => token ?? secret);
  if (new Set(proofs).size < proofs.length)
    throw invalid('Two `credentials` have the same token or secret: give each its own');
  return credentials;
}

function readCredential(given: AskCredential, name: string, served: ReadonlySet<string>): Credential {
  if (typeof given !== 'object' || given === null) throw invalid(`${name} must be an object`);
  const isToken = 'token' in given;
  if (isToken && 'secret' in given) throw invalid(`${name} must have a token or a secret, not both`);
  refuseUnknownKeys<object>(
    `receiveAsks({ ${name} })`,
    given,
    isToken ? { ...known, token: true } : { ...known, secret: true },
  );
  const { requester, kinds, onBehalfOf = 'never' } = given;
  if (!isRequester(requester))
    throw invalid(`${name}.requester must be a name of 1 to ${maxRequesterLength} characters, and no Slack user id`);
  if (!Array.isArray(kinds) || kinds.length === 0 || !kinds.every((kind) => served.has(kind)))
    throw invalid(`${name}.kinds must list names of the option \`kinds\``);
  if (!['required', 'allowed', 'never'].includes(onBehalfOf))
    throw invalid(`${name}.onBehalfOf must be "required", "allowed" or "never"`);
  return {
    requester,
    kinds: new Set(kinds),
    onBehalfOf,
    token: isToken ? readToken(given.token, name) : null,
    secret: isToken ? null : readSecret(given.secret, name),
  };
}

/** Core refuses names that look like a person when they ask; a name that can never ask is refused here. */
function isRequester(value: unknown): value is string {
  if (typeof value !== 'string' || value.trim() === '' || value.length > maxRequesterLength) return false;
  return !/\p{Surrogate}/u.test(value) && !/^(<@)?[UW](?:[0-9][A-Z0-9]{3,}|[A-Z0-9]{6,})>?$/.test(value.trim());
}

function readToken(token: unknown, name: string): string {
  const fault = typeof token === 'string' ? credentialFault(token) : null;
  if (fault !== null) throw invalid(`${name}.token ${fault}`);
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token) || token.length < minBytes)
    throw invalid(
      `${name}.token must have at least ${minBytes} visible ASCII characters, for example of \`openssl rand -hex 32\``,
    );
  return token;
}

function readSecret(secret: unknown, name: string): string {
  const text = typeof secret === 'string' ? secret : '';
  checkForm(text);
  const { byteLength } = Buffer.from(text.replace(/^whsec_/, ''), 'base64');
  if (byteLength >= minBytes) return text;
  throw new SlackApprovalError(
    'invalid_webhook_secret',
    `${name}.secret must hold at least ${minBytes} bytes, got ${byteLength}.`,
  );
}

/** Verifies an empty request: `verifyWebhook` checks the secret before the signature. */
function checkForm(secret: string): void {
  try {
    verifyWebhook('', {}, secret);
  } catch (error) {
    if (!isSlackApprovalError(error) || error.code === 'invalid_webhook_secret') throw error;
  }
}

function invalid(what: string): SlackApprovalError {
  return new SlackApprovalError('invalid_options', `${what}.`);
}

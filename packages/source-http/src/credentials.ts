import { isSlackApprovalError, SlackApprovalError, verifyWebhook } from '@k8s-pizza/slack-approval';
import { credentialFault, refuseUnknownKeys } from '@k8s-pizza/slack-approval/host';

/** Who asks, and what they can ask. */
interface AskRights {
  /** The name of the system that asks, shown on the card. Approvals of other requesters do not exist for it. 1 to 200 characters. */
  readonly requester: string;
  /** The names of the kinds that it can ask. */
  readonly kinds: readonly string[];
  /** Whether it asks for a person, by their Slack user id. @default never */
  readonly onBehalfOf?: 'required' | 'allowed' | 'never';
  /**
   * Whether it belongs to the service that carries decisions out: it can read, list and report the progress of every approval of its
   * kinds, also those of other requesters. It withdraws and replaces the context of its requester's only. @default false
   */
  readonly carriesOut?: boolean;
}

/**
 * A bearer token, and who asks with it.
 *
 * To rotate it, list two of the same requester.
 */
export interface AskToken extends AskRights {
  /** At least 32 visible ASCII characters. */
  readonly token: string | undefined;
}

/**
 * A Standard Webhooks secret, and who asks with it.
 *
 * To rotate it, list two of the same requester.
 */
export interface AskSecret extends AskRights {
  /** `whsec_` and the base64 of at least 32 random bytes. */
  readonly secret: string | undefined;
}

/** Who may ask: at least one token or secret. */
export interface AskCredentials {
  /** @default none */
  readonly tokens?: readonly AskToken[];
  /** @default none */
  readonly secrets?: readonly AskSecret[];
}

/** A credential that was checked. */
export interface Credential {
  readonly requester: string;
  readonly kinds: ReadonlySet<string>;
  readonly onBehalfOf: 'required' | 'allowed' | 'never';
  readonly carriesOut: boolean;
  readonly token: string | null;
  readonly secret: string | null;
}

const known = { requester: true, kinds: true, onBehalfOf: true, carriesOut: true };
const minBytes = 32;
const maxRequesterLength = 200;

/**
 * Checks the options `tokens` and `secrets`.
 *
 * @param served - the names of the kinds that can be asked at all
 * @throws {SlackApprovalError} invalid_options — both lists are empty, or an entry is incomplete, too short or listed twice
 * @throws {SlackApprovalError} invalid_webhook_secret — a secret is missing, malformed or too short
 */
export function readCredentials(
  { tokens = [], secrets = [] }: AskCredentials,
  served: ReadonlySet<string>,
): readonly Credential[] {
  if (!Array.isArray(tokens) || !Array.isArray(secrets) || tokens.length + secrets.length === 0)
    throw invalid('`tokens` or `secrets` must list at least one credential');
  const credentials = [
    ...tokens.map((one, index): Credential => {
      const name = `tokens[${index}]`;
      return { ...readRights(one, name, served, { token: true }), token: readToken(one.token, name), secret: null };
    }),
    ...secrets.map((one, index): Credential => {
      const name = `secrets[${index}]`;
      return { ...readRights(one, name, served, { secret: true }), token: null, secret: readSecret(one.secret, name) };
    }),
  ];
  const proofs = credentials.map(({ token, secret }) => token ?? secret);
  if (new Set(proofs).size < proofs.length)
    throw invalid('Two credentials have the same token or secret: give each its own');
  return credentials;
}

function readRights(
  given: AskRights,
  name: string,
  served: ReadonlySet<string>,
  proof: object,
): Omit<Credential, 'token' | 'secret'> {
  if (typeof given !== 'object' || given === null) throw invalid(`${name} must be an object`);
  refuseUnknownKeys<object>(`receiveAsks({ ${name} })`, given, { ...known, ...proof });
  const { requester, kinds, onBehalfOf = 'never', carriesOut = false } = given;
  if (!isRequester(requester))
    throw invalid(`${name}.requester must be a name of 1 to ${maxRequesterLength} characters, and no Slack user id`);
  if (!Array.isArray(kinds) || kinds.length === 0 || !kinds.every((kind) => served.has(kind)))
    throw invalid(`${name}.kinds must list names of the option \`kinds\``);
  if (!['required', 'allowed', 'never'].includes(onBehalfOf))
    throw invalid(`${name}.onBehalfOf must be "required", "allowed" or "never"`);
  if (typeof carriesOut !== 'boolean') throw invalid(`${name}.carriesOut must be true or false`);
  return { requester, kinds: new Set(kinds), onBehalfOf, carriesOut };
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

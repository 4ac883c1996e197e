import { createHash, timingSafeEqual } from 'node:crypto';
import { isSlackApprovalError, verifyWebhook } from '@k8s-pizza/slack-approval';
import type { RawRequest, RequestHead } from '@k8s-pizza/slack-approval/host';
import type { Credential } from './credentials.js';

/** Who sent a request. */
export interface Sender {
  readonly credential: Credential;
  /** The id that was signed with the request; null: a bearer token came with it. */
  readonly webhookId: string | null;
}

/** Finds the credential of a request. */
export interface Authenticator {
  /** False if the head alone shows that the sender is not authenticated. */
  readonly allowsHead: (head: RequestHead) => boolean;
  /** @returns null if the sender is not authenticated */
  readonly authenticate: (request: RawRequest) => Sender | null;
}

export function createAuthenticator(credentials: readonly Credential[], clock: () => number): Authenticator {
  const tokens = credentials.flatMap((credential) =>
    credential.token === null ? [] : [{ credential, hash: hash(credential.token) }],
  );
  const secrets = credentials.flatMap((credential) =>
    credential.secret === null ? [] : [{ credential, secret: credential.secret }],
  );

  const byToken = (authorization: string): Sender | null => {
    const [, presented = ''] = /^Bearer +([\x21-\x7e]+)$/i.exec(authorization) ?? [];
    const presentedHash = hash(presented);
    // compares all hashes, so that the time reveals nothing about the tokens
    const [found] = tokens.filter((token) => timingSafeEqual(token.hash, presentedHash));
    return found === undefined ? null : { credential: found.credential, webhookId: null };
  };
  const bySignature = ({ header, body }: RawRequest): Sender | null => {
    const headers = webhookHeaders(header);
    const now = clock();
    const [found] = secrets.filter(({ secret }) => signatureFault(body, headers, secret, now) === null);
    return found === undefined ? null : { credential: found.credential, webhookId: header('webhook-id') ?? '' };
  };

  return {
    allowsHead({ header }) {
      const authorization = header('authorization');
      if (authorization) return byToken(authorization) !== null;
      const headers = webhookHeaders(header);
      const now = clock();
      // without the body, a signature that is in order differs
      return secrets.some(({ secret }) => {
        const fault = signatureFault('', headers, secret, now);
        return fault === null || fault === 'signature_mismatch';
      });
    },
    authenticate(request) {
      const authorization = request.header('authorization');
      return authorization ? byToken(authorization) : bySignature(request);
    },
  };
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** @returns null if the signature is right, whatever the body is: one that is no JSON object is refused after the signature is checked */
function signatureFault(
  body: Uint8Array | string,
  headers: Readonly<Record<string, string | undefined>>,
  secret: string,
  now: number,
): string | null {
  try {
    verifyWebhook(body, headers, secret, { now });
    return null;
  } catch (error) {
    if (!isSlackApprovalError(error)) throw error;
    return error.code === 'malformed_body' ? null : error.code;
  }
}

function webhookHeaders(header: RequestHead['header']): Readonly<Record<string, string | undefined>> {
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
  return Object.fromEntries(names.map((name) => [name, header(name) ?? undefined]));
}

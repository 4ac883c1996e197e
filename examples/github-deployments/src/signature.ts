import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import { verifyWithFallback } from '@octokit/webhooks-methods';

/** https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries */
export const signatureHeader = 'x-hub-signature-256';
export const signaturePattern = /^sha256=[0-9a-f]{64}$/;

/** @throws {SlackApprovalError} invalid_options — there is no secret, or an empty one */
export function createSignatureCheck(webhookSecret: string | readonly string[] | undefined) {
  const [secret = '', ...others] = [webhookSecret ?? ''].flat();
  if ([secret, ...others].includes('')) {
    throw new SlackApprovalError('invalid_options', '`webhookSecret` must be the webhook secret of the GitHub App.');
  }
  return async (text: string, signature: string): Promise<boolean> =>
    text !== '' && (await verifyWithFallback(secret, text, signature, others));
}

/**
 * Decodes a body to the text that the library verifies, which has the same bytes in UTF-8.
 *
 * @returns null if the bytes are no UTF-8
 */
export function decodeBody(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

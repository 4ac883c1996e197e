import type { RawRequest, RequestHead } from '@k8s-pizza/slack-approval';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';

/** A request whose signature holds: its id, and its text. */
export interface SignedMessage {
  readonly id: string;
  readonly text: string;
}

/** Makes the check of signatures by Standard Webhooks, five minutes old at most. @returns null where one does not hold */
export function signatureCheck(secret: string): (request: RawRequest) => SignedMessage | null {
  const webhook = new Webhook(secret);
  return ({ header, body }) => {
    const id = header('webhook-id') ?? '';
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': header('webhook-timestamp') ?? '',
      'webhook-signature': header('webhook-signature') ?? '',
    };
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
      webhook.verify(text, headers, { jsonParse: false });
      return { id, text };
    } catch (error) {
      if (error instanceof WebhookVerificationError || error instanceof TypeError) return null;
      throw error;
    }
  };
}

/** Whether a request has the headers of a signature at all: one without is not read. */
export function mayBeSigned({ header }: RequestHead): boolean {
  return ['webhook-id', 'webhook-timestamp', 'webhook-signature'].every((name) => header(name));
}

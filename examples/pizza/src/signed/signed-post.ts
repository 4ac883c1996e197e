import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** Sends one message and returns what was answered. @throws Error — it was not answered by 200 */
export type SignedPost = (message: object) => Promise<unknown>;

const timeoutMs = 10_000;

/** Posts JSON that is signed by Standard Webhooks, each message under an id of its own. */
export function signedPost(url: string, secret: string): SignedPost {
  const webhook = new Webhook(secret);
  return async (message) => {
    const body = JSON.stringify(message);
    const id = `msg_${randomUUID()}`;
    const now = new Date();
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': webhook.sign(id, now, body),
    };
    const answer = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    }).catch(notReached);
    if (answer.status !== 200)
      throw new Error(`The Slack app answered ${answer.status}${codeIn(await answer.text())}.`);
    return await answer.json();
  };
}

function notReached(error: unknown): never {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const known = cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.name) : 'unknown';
  throw new Error(`The Slack app was not reached: ${known}.`);
}

/** Our own app says why by a code; what stands between us and it answers as it likes, and is not repeated. */
function codeIn(text: string): string {
  const [, code] = /^\{"error":"([a-z_]{1,60})"\}$/.exec(text) ?? [];
  return code === undefined ? '' : ` ${code}`;
}

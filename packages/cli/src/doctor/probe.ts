import { createHmac, randomBytes } from 'node:crypto';
import type { Ports } from './ports.js';
import { type Unreached, whyUnreached } from './why-unreached.js';

/** An answer as far as a check looks at it, or why there was none. */
export type Probed =
  | { readonly type: 'answer'; readonly status: number; readonly isHtml: boolean; readonly body: string }
  | { readonly type: 'unreached'; readonly why: Unreached };

/** A login page may be of any length: what decides is in the beginning. */
const mostBytes = 65_536;

/** Sends one request, follows no redirect, and reads the beginning of the answer. */
export async function probe(ports: Ports, url: string, request: RequestInit): Promise<Probed> {
  try {
    const signal = AbortSignal.timeout(ports.settings.timeoutMs);
    const response = await ports.fetch(url, { ...request, redirect: 'manual', signal });
    const body = await beginning(response);
    const isHtml =
      /^text\/html\b/i.test(response.headers.get('content-type') ?? '') || /^\s*<(?:!doctype|html)/i.test(body);
    return { type: 'answer', status: response.status, isHtml, body };
  } catch (error) {
    return { type: 'unreached', why: whyUnreached(error) };
  }
}

async function beginning(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= mostBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, mostBytes).toString('utf8');
}

/** The question that Slack asks when an address is entered: it decides nothing, and is answered by its challenge. */
export function challengeRequest(
  signingSecret: string,
  nowMs: number,
): { readonly challenge: string; readonly request: RequestInit } {
  const challenge = randomBytes(16).toString('hex');
  const body = JSON.stringify({ type: 'url_verification', token: 'doctor', challenge });
  const timestamp = String(Math.floor(nowMs / 1_000));
  const mac = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${mac}`,
  };
  return { challenge, request: { method: 'POST', headers, body } };
}

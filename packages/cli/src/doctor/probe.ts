import { createHmac, randomBytes } from 'node:crypto';
import { aheadOfDate } from './ahead-of-date.js';
import { type ConnectionFailure, toConnectionFailure } from './connection-failure.js';
import type { Ports } from './ports.js';

/** The parts of a response that checks use, or why there was none. */
export type ProbeResult =
  | {
      readonly type: 'answer';
      readonly status: number;
      readonly isHtml: boolean;
      readonly body: string;
      /** How far this clock is ahead of the one that answers; null if the response has no date. */
      readonly aheadMs: number | null;
    }
  | { readonly type: 'unreached'; readonly failure: ConnectionFailure };

/** A page may be of any length. The start is enough to recognize it. */
const maxBytes = 65_536;

/** Sends one request without following redirects, and reads the start of the response. */
export async function probe(ports: Ports, url: string, request: RequestInit): Promise<ProbeResult> {
  try {
    const signal = AbortSignal.timeout(ports.settings.timeoutMs);
    const response = await ports.fetch(url, { ...request, redirect: 'manual', signal });
    const aheadMs = aheadOfDate(response, ports.now());
    const body = await readStart(response);
    const isHtml =
      /^text\/html\b/i.test(response.headers.get('content-type') ?? '') || /^\s*<(?:!doctype|html)/i.test(body);
    return { type: 'answer', status: response.status, isHtml, body, aheadMs };
  } catch (error) {
    return { type: 'unreached', failure: toConnectionFailure(error) };
  }
}

async function readStart(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= maxBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8');
}

/** The request that Slack sends to verify a new request URL. It decides nothing; the app responds with the challenge. */
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

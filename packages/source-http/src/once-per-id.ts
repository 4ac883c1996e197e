import { createHash } from 'node:crypto';
import type { RawRequest, RawResponse } from '@k8s-pizza/slack-approval/host';
import type { Sender } from './authenticator.js';
import { problemResponse } from './problems.js';

/** A signature is valid for five minutes before and after its time, plus a margin. */
const rememberedForMs = 11 * 60_000;
const maxRemembered = 10_000;
/** Answers hold payloads, so their number alone is no limit. In characters. */
const maxTotalLength = 16_000_000;

interface Entry {
  readonly fingerprint: string;
  /** null: a read, which is answered anew. */
  readonly response: Promise<RawResponse> | null;
  readonly until: number;
  length: number;
}

/** Runs the work of a signed request, unless it already ran. */
export type OncePerId = (sender: Sender, request: RawRequest, work: () => Promise<RawResponse>) => Promise<RawResponse>;

/**
 * Gives a repeat of a signed request the same answer, without doing its work again. A 5xx is forgotten, so it can be retried.
 *
 * A signature covers the body, but not the path: an id is bound to the first request it came with, so that a captured request
 * cannot be sent to another approval. It is remembered in this process only.
 */
export function createOncePerId(clock: () => number): OncePerId {
  const entries = new Map<string, Entry>();
  let totalLength = 0;

  function forget(name: string): void {
    totalLength -= entries.get(name)?.length ?? 0;
    entries.delete(name);
  }
  function forgetOld(now: number): void {
    for (const [name, { until }] of entries) {
      if (until > now && entries.size <= maxRemembered && totalLength <= maxTotalLength) return;
      forget(name);
    }
  }

  /** Keeps the answer that the work gives, unless it is worth another try. */
  async function keep(name: string, entry: Entry, response: Promise<RawResponse>): Promise<void> {
    const { status, body } = await response;
    // it may be forgotten by now
    if (entries.get(name) !== entry) return;
    entry.length = body.length;
    totalLength += entry.length;
    if (status >= 500) forget(name);
  }

  return async ({ credential, webhookId }, request, work) => {
    if (webhookId === null) return await work();
    forgetOld(clock());
    const name = JSON.stringify([credential.requester, webhookId]);
    const fingerprint = fingerprintOf(request);
    const known = entries.get(name);
    if (known !== undefined && known.fingerprint !== fingerprint) return problemResponse({ code: 'webhook_id_reused' });
    const isRead = request.method === 'GET';
    if (known !== undefined && known.response !== null) return await known.response;
    const running = work();
    const entry: Entry = {
      fingerprint,
      response: isRead ? null : running,
      until: clock() + rememberedForMs,
      length: 0,
    };
    forget(name);
    entries.set(name, entry);
    if (!isRead) await keep(name, entry, running);
    return await running;
  };
}

function fingerprintOf({ method, url, body }: RawRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([method, url]))
    .update(body)
    .digest('base64');
}

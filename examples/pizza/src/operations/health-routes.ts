import type { Approvals, RawResponse } from '@k8s-pizza/slack-approval';
import { json, type Route } from '../app/route.js';

/** What a probe asks. Once `isEnding` says so, new requests belong to another replica. */
export interface HealthOptions {
  readonly approvals: Pick<Approvals, 'health'>;
  readonly isEnding: () => boolean;
  /** How long the store has to answer. @default 2000 */
  readonly storeAnswersWithinMs?: number;
}

/**
 * `/healthz`: this process answers. `/readyz`: it can take a click, so the store takes writes, and Slack has accepted the token once.
 *
 * A token that is revoked later takes no replica out of service: clicks are still answered, and a restart would not mend it.
 */
export function healthRoutes({ approvals, isEnding, storeAnswersWithinMs = 2_000 }: HealthOptions): readonly Route[] {
  let slackAccepted = false;
  const ready = async (): Promise<RawResponse> => {
    if (isEnding()) return notReady(['This process is ending.']);
    const health = await within(approvals.health(), storeAnswersWithinMs);
    if (health === null) return notReady(['The store does not answer.']);
    const { ok, problems } = health;
    slackAccepted ||= ok && problems.length === 0;
    return ok && slackAccepted ? json(200, { status: 'ok', problems }) : notReady(problems);
  };
  return [
    { method: 'GET', path: '/healthz', answer: async () => json(200, { status: 'ok' }) },
    { method: 'GET', path: '/readyz', answer: ready },
  ];
}

function notReady(problems: readonly string[]): RawResponse {
  return json(503, { status: 'not ready', problems });
}

async function within<Value>(answer: Promise<Value>, ms: number): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  return await Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

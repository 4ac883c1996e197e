import type { Approvals, RawResponse } from '@k8s-pizza/slack-approval';
import { json, type Route } from '../app/route.js';

/** What a probe asks. Once `isEnding` says so, new requests belong to another replica. */
export interface HealthOptions {
  readonly approvals: Pick<Approvals, 'get' | 'health'>;
  readonly isEnding: () => boolean;
  /** How long the store has to answer. @default 2000 */
  readonly storeAnswersWithinMs?: number;
}

const nobody = 'a22222222222222222222222a2';

/**
 * `/healthz`: this process answers. `/readyz`: it can take a click, so the store answers, and Slack has accepted the token once.
 *
 * Slack is not asked again after that, and the cluster never: an outage there is no reason to take all replicas out of service.
 */
export function healthRoutes({ approvals, isEnding, storeAnswersWithinMs = 2_000 }: HealthOptions): readonly Route[] {
  let slackAccepted = false;
  const ready = async (): Promise<RawResponse> => {
    if (isEnding()) return notReady(['This process is ending.']);
    if (slackAccepted)
      return (await storeAnswers(approvals, storeAnswersWithinMs)) ? ok : notReady(['The store does not answer.']);
    const { ok: isHealthy, problems } = await approvals.health();
    slackAccepted = isHealthy;
    return isHealthy ? ok : notReady(problems);
  };
  return [
    { method: 'GET', path: '/healthz', answer: async () => ok },
    { method: 'GET', path: '/readyz', answer: ready },
  ];
}

const ok = json(200, { status: 'ok' });

function notReady(problems: readonly string[]): RawResponse {
  return json(503, { status: 'not ready', problems });
}

async function storeAnswers(approvals: Pick<Approvals, 'get'>, withinMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), withinMs);
  });
  const answered = approvals.get(nobody).then(
    () => true,
    () => false,
  );
  const answers = await Promise.race([answered, late]);
  clearTimeout(timer);
  return answers;
}

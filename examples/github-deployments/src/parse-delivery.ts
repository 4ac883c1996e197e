import { z } from 'zod';
import { type Deployment, repositoryName } from './deployment.js';

/**
 * The members of the payload that are read here:
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#deployment_protection_rule
 */
const requested = z.object({
  environment: z.string().min(1),
  deployment_callback_url: z.string(),
  deployment: z.object({
    id: z.int(),
    sha: z.string().regex(/^[0-9a-f]{40,64}$/),
    ref: z.string(),
    created_at: z.iso.datetime({ offset: true }),
    creator: z.object({ login: z.string() }).nullable(),
  }),
  repository: z.object({ id: z.int(), full_name: repositoryName }),
  installation: z.object({ id: z.int() }),
  sender: z.object({ login: z.string() }),
});

/** What a delivery is about. */
export type Parsed =
  | { readonly deployment: Deployment }
  | { readonly ignored: 'other_event' | 'other_action' }
  | { readonly refused: 'malformed_body' | 'other_installation' | 'other_callback_url' };

/** What deliveries must fit. */
export interface Expected {
  readonly apiUrl: string;
  readonly installationId: number;
}

/** Parses the body of a delivery whose signature is right. The signature doesn't cover the event, which is a header. */
export function parseDelivery(event: string, body: string, { apiUrl, installationId }: Expected): Parsed {
  if (event !== 'deployment_protection_rule') return { ignored: 'other_event' };
  const json = parseJson(body);
  if (json === undefined) return { refused: 'malformed_body' };
  if (Object(json).action !== 'requested') return { ignored: 'other_action' };
  const { success, data } = requested.safeParse(json);
  if (!success) return { refused: 'malformed_body' };
  const { environment, deployment, repository, installation, sender } = data;
  // anyone can install a public GitHub App, and its signature is the same for all of them
  if (installation.id !== installationId) return { refused: 'other_installation' };
  const runId = readRunId(data.deployment_callback_url, `${apiUrl}/repos/${repository.full_name}`);
  if (runId === null) return { refused: 'other_callback_url' };
  return {
    deployment: {
      repository: repository.full_name,
      repositoryId: repository.id,
      environment,
      commit: deployment.sha,
      ref: deployment.ref,
      deployer: deployment.creator?.login ?? sender.login,
      runId,
      deploymentId: deployment.id,
      createdAt: deployment.created_at,
    },
  };
}

/**
 * Reads the run's number from the address of its review, which must be of this repository at the configured GitHub.
 *
 * Only the number is kept. The token is never sent to an address that came with a delivery.
 *
 * @returns null if the address is another one
 */
function readRunId(callbackUrl: string, repositoryUrl: string): number | null {
  const begin = `${repositoryUrl}/actions/runs/`;
  if (callbackUrl.slice(0, begin.length).toLowerCase() !== begin.toLowerCase()) return null;
  const [, digits] = /^(\d{1,15})\/deployment_protection_rule$/.exec(callbackUrl.slice(begin.length)) ?? [];
  return digits === undefined ? null : Number(digits);
}

/** @returns undefined if it is no JSON */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

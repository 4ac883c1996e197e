import { isSlackApprovalError, type Kind, type Logger, user } from '@k8s-pizza/slack-approval';
import {
  consoleLogger,
  createLog,
  createLogThrottle,
  maxRequestBytes,
  type RawRequest,
  type RawResponse,
  type Receiver,
  type RequestHead,
  requireBytes,
} from '@k8s-pizza/slack-approval/host';
import type { Deployment } from './deployment.js';
import { type Expected, parseDelivery } from './parse-delivery.js';
import { readPeople } from './people.js';
import { createRefuse, json, type Refuse } from './refusals.js';
import { createSignatureCheck, decodeBody, signatureHeader, signaturePattern } from './signature.js';

export interface ReceiveDeploymentsOptions extends Expected {
  /** The kind that asks, from `defineDeployments`. */
  readonly asks: Pick<Kind<Deployment, Deployment>, 'ask'>;
  /** The webhook secret of the GitHub App. A list while you change it. */
  readonly webhookSecret: string | readonly string[] | undefined;
  /** The Slack user ids of people by their GitHub login. @default none */
  readonly people?: Readonly<Record<string, string>>;
  /** @default warnings and errors to the console */
  readonly logger?: Logger;
  /** @default Date.now */
  readonly clock?: () => number;
}

/**
 * Creates a receiver of GitHub's webhook `deployment_protection_rule`, for any host.
 *
 * It answers after one write to the store, since GitHub waits for 10 s and repeats no delivery:
 * https://docs.github.com/en/webhooks/using-webhooks/best-practices-for-using-webhooks
 *
 * @throws {SlackApprovalError} invalid_options — there is no webhook secret
 */
export function receiveDeployments(options: ReceiveDeploymentsOptions): Receiver {
  const { asks, apiUrl, installationId, people = {}, logger = consoleLogger, clock = Date.now } = options;
  const isSigned = createSignatureCheck(options.webhookSecret);
  const { slackIdOf } = readPeople(people);
  const log = createLog(logger, 'github-deployments');
  const refuse = createRefuse(log, createLogThrottle(clock, 60_000));

  const ask = async (deployment: Deployment): Promise<RawResponse> => {
    const { deploymentId, deployer } = deployment;
    const slackId = slackIdOf(deployer);
    const { approval, created, changed } = await asks.ask(deployment, {
      // the deployment's id: the same in each delivery of one question, and new for each environment, job and attempt
      key: `deployment-${deploymentId}`,
      requester: 'GitHub Actions',
      ...(slackId === null ? {} : { onBehalfOf: user(slackId) }),
    });
    if (changed) return refuse('other_question');
    return json(200, { action: created ? 'asked' : 'none', approvalId: approval.id });
  };
  const receive = async (request: RawRequest): Promise<RawResponse> => {
    const refusal = refuseHead(request, refuse) ?? refuseBytes(request, refuse);
    if (refusal !== null) return refusal;
    const { header, body } = request;
    const text = decodeBody(requireBytes(body));
    if (text === null || !(await isSigned(text, header(signatureHeader) ?? ''))) return refuse('signature_mismatch');
    const parsed = parseDelivery(header('x-github-event') ?? '', text, { apiUrl, installationId });
    if ('refused' in parsed) return refuse(parsed.refused);
    if ('ignored' in parsed) return json(200, { action: 'none', why: parsed.ignored });
    try {
      return await ask(parsed.deployment);
    } catch (error) {
      log.error('deployment_failed', 'nobody was asked: redeliver it in the settings of the GitHub App', { error });
      return json(503, { error: 'unavailable' });
    }
  };
  return Object.assign(receive, { refuseHead: (head: RequestHead) => refuseHead(head, refuse), refuseBody: refuse });
}

/** Refuses before the body is read: what is not signed costs no more than its headers. */
function refuseHead({ method, header }: RequestHead, refuse: Refuse): RawResponse | null {
  if (method !== 'POST') return refuse('method_not_allowed');
  const [type = ''] = (header('content-type') ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json') return refuse('unsupported_media_type');
  return signaturePattern.test(header(signatureHeader) ?? '') ? null : refuse('signature_mismatch');
}

function refuseBytes({ body }: RawRequest, refuse: Refuse): RawResponse | null {
  try {
    return requireBytes(body).byteLength > maxRequestBytes ? refuse('body_too_large') : null;
  } catch (error) {
    if (isSlackApprovalError(error)) return refuse('raw_body_unavailable');
    throw error;
  }
}

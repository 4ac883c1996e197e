import { type Approvals, createApprovals, user } from '@k8s-pizza/slack-approval';
import { createTestApprovals, listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { sign } from '@octokit/webhooks-methods';
import { onTestFinished } from 'vitest';
import { createApp } from '../src/create-app.js';
import { defineDeployments } from '../src/define-deployments.js';
import { createGitHub } from '../src/github.js';
import { receiveDeployments } from '../src/receive-deployments.js';
import { appId, type GitHubStandIn, installationId, privateKey, startGitHub } from './github-stand-in.js';

export const webhookSecret = 'a-secret-of-the-app';
const people = { octocat: 'U0BOB' };

const nothing = () => undefined;
export const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };

interface Parts {
  readonly approvals: Approvals;
  readonly clock: () => number;
  readonly github: GitHubStandIn;
  readonly channel: string;
  readonly approver: string;
}

/** What the program of the example connects, with GitHub's stand-in. */
export function connect({ approvals, clock, github, channel, approver }: Parts) {
  const { url: apiUrl } = github;
  const asks = defineDeployments(approvals, {
    github: createGitHub({ appId, privateKey, installationId, apiUrl, clock }),
    channel,
    approvers: [user(approver), user('U0BOB')],
    people,
  });
  const logged: unknown[] = [];
  const log = (...parts: unknown[]) => void logged.push(parts);
  const logger = { debug: log, info: log, warn: log, error: log };
  const receiver = () => receiveDeployments({ asks, webhookSecret, installationId, apiUrl, people, logger, clock });
  return { asks, logged, receiver };
}

/** Slack, GitHub and the app between them. */
export async function createWorld() {
  const app = await createTestApprovals({ create: (options) => createApprovals({ ...options, logger: silent }) });
  const { approvals, clock, slack } = app;
  const github = await startGitHub(clock);
  const { asks, logged, receiver } = connect({ approvals, clock, github, channel: 'C0OPS', approver: 'U0ALICE' });
  const receive = receiver();
  const server = await listenOnLoopback(createApp(approvals, receive));
  slack.requestUrl = `${server.url}/slack/actions`;
  onTestFinished(async () => {
    await server.close();
    await app.close();
    await github.close();
  });
  const send = async (body: string | Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>>) => {
    const response = await fetch(`${server.url}/github`, { method: 'POST', body, headers });
    return { status: response.status, ...JSON.parse((await response.text()) || '{}') };
  };
  return {
    ...app,
    github,
    asks,
    logged,
    receive,
    send,
    /** Sends a delivery as GitHub does. */
    deliver: async (payload: object, headers: Readonly<Record<string, string>> = {}) => {
      const body = JSON.stringify(payload);
      return await send(body, { ...(await signed(body)), ...headers });
    },
    /** What GitHub sends when a job comes to the environment. */
    requested: (changes: Changes = {}) => requested(github.url, clock, changes),
    deliveryOf: async (key: string) => (await asks.find(key))?.delivery,
  };
}

/** The headers of a delivery: https://docs.github.com/en/webhooks/webhook-events-and-payloads#delivery-headers. */
export async function signed(body: string): Promise<Readonly<Record<string, string>>> {
  return {
    'content-type': 'application/json',
    'x-github-event': 'deployment_protection_rule',
    'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    'x-hub-signature-256': await sign(webhookSecret, body),
  };
}

interface Changes {
  readonly runId?: number;
  readonly deploymentId?: number;
  readonly environment?: string;
  readonly ref?: string;
  readonly login?: string;
}

/** A payload with the members that the app reads, and one that it does not: https://docs.github.com/en/webhooks/webhook-events-and-payloads. */
export function requested(apiUrl: string, clock: () => number, changes: Changes) {
  const { runId = 1, deploymentId = 42, environment = 'production', ref = 'main', login = 'mona' } = changes;
  return {
    action: 'requested',
    environment,
    event: 'push',
    deployment_callback_url: `${apiUrl}/repos/octo/pizza/actions/runs/${runId}/deployment_protection_rule`,
    deployment: {
      id: deploymentId,
      sha: '6dcb09b5b57875f334f61aebed695e2e4193db5e',
      ref,
      created_at: new Date(clock()).toISOString(),
      creator: { login },
    },
    pull_requests: [],
    repository: { id: 321, full_name: 'octo/pizza' },
    installation: { id: installationId },
    sender: { login: 'mona' },
  };
}

import type { KindOptions } from '@k8s-pizza/slack-approval';
import type { RawResponse } from '@k8s-pizza/slack-approval/host';
import { createTestApprovals } from '@k8s-pizza/slack-approval-testing';
import { Webhook } from 'standardwebhooks';
import { serveReceiver } from 'test-sources/serve-receiver';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { type ReceiveAsksOptions, receiveAsks } from '../src/index.js';

export const ciToken = 'ci-0123456789abcdef0123456789abcdef';
export const cronToken = 'cron-0123456789abcdef0123456789abcdef';
export const agentToken = 'agent-0123456789abcdef0123456789abcdef';
export const hookSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

const deployment = z.strictObject({ version: z.string() });
export const question = { kind: 'deploy', key: 'deploy-42', payload: { version: '4.2' } };

interface Given {
  readonly options?: Partial<ReceiveAsksOptions>;
  readonly deploy?: Partial<KindOptions<{ version: string }>>;
}

/** Approvals of two kinds beside a simulated Slack, and the door for other programs in front of them. */
export async function createWorld({ options, deploy: changes }: Given = {}) {
  const world = await createTestApprovals();
  onTestFinished(() => world.close());
  const { approvals, clock } = world;
  const common = { channel: 'C0PIZZA', approvers: [{ type: 'user', id: 'U0ALICE' }] } as const;
  const deployOptions = {
    ...common,
    schema: deployment,
    title: ({ version }: { version: string }) => `Deploy ${version}?`,
    steps: ['Roll out'],
    onDecision: async () => ({ rolledOut: true }),
    ...changes,
    // as: no change here is about stages
  } as KindOptions<{ version: string }> & { readonly schema: typeof deployment };
  const deploy = approvals.define('deploy', deployOptions);
  const anything = approvals.define('anything', { ...common, title: 'Anything?' });
  const told: (readonly unknown[])[] = [];
  const tell = (...parts: unknown[]) => void told.push(parts);
  const receive = receiveAsks(approvals, {
    kinds: { deploy, anything },
    tokens: [
      { token: ciToken, requester: 'ci', kinds: ['deploy'] },
      { token: cronToken, requester: 'cron', kinds: ['deploy', 'anything'] },
      { token: agentToken, requester: 'agent', kinds: ['deploy'], onBehalfOf: 'required' },
    ],
    secrets: [{ secret: hookSecret, requester: 'hook', kinds: ['deploy'], onBehalfOf: 'allowed' }],
    logger: { debug: tell, info: tell, warn: tell, error: tell },
    clock,
    ...options,
  });
  return { ...world, deploy, receive, told };
}

type World = Awaited<ReturnType<typeof createWorld>>;

/** A client of the door behind a real server. */
export async function serve({ receive }: Pick<World, 'receive'>) {
  const server = await serveReceiver(receive);
  onTestFinished(() => server.close());
  const send = async (method: string, path: string, body?: unknown, token = ciToken) => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  return {
    url: server.url,
    post: (path: string, body: unknown, token?: string) => send('POST', path, body, token),
    get: (path: string, token?: string) => send('GET', path, undefined, token),
  };
}

interface Sent {
  readonly method?: string;
  readonly url?: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** A request as a host passes it. A text or bytes are sent as they are. */
export function request({
  method = 'POST',
  url = '/approvals',
  token = ciToken,
  body = '',
  headers,
  signal,
}: Sent = {}) {
  const given: Readonly<Record<string, string>> = {
    'content-type': 'application/json',
    authorization: token === '' ? '' : `Bearer ${token}`,
    ...headers,
  };
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  return {
    method,
    url,
    header: (name: string) => given[name.toLowerCase()],
    body: Buffer.from(isRaw ? body : JSON.stringify(body)),
    ...(signal === undefined ? {} : { signal }),
  };
}

interface Signed extends Pick<Sent, 'method' | 'url'> {
  readonly id: string;
  readonly at: number;
  readonly body?: unknown;
  readonly secret?: string;
}

/** A request that the package `standardwebhooks` signed. */
export function signedRequest({ id, at, body, secret = hookSecret, ...others }: Signed) {
  const text = body === undefined ? '' : JSON.stringify(body);
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, new Date(at), text),
  };
  return request({ ...others, token: '', body: text, headers });
}

export function answerOf({ status, body }: RawResponse) {
  return { status, ...JSON.parse(body) };
}

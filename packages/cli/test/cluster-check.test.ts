import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { answering, aServer, bodyOf } from './a-server.js';
import { examine } from './examine.js';

const token = 'of-a-service-account';
const codes = (lines: readonly { readonly code: string }[]) => lines.map(({ code }) => code);

interface ClusterOptions {
  readonly resources?: readonly string[];
  readonly denied?: readonly string[];
  readonly asked?: unknown[];
}

/** As much of a Kubernetes API as is asked: discovery of one group, and access reviews. */
async function aCluster({ resources = ['pizzaorders'], denied = [], asked = [] }: ClusterOptions = {}) {
  return await aServer(async (request, response) => {
    const send = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const body = String(await bodyOf(request));
    if (request.headers.authorization !== `Bearer ${token}`) {
      send(401, { kind: 'Status', reason: 'Unauthorized', code: 401 });
    } else if (request.url === '/apis/pizza.bilalashraf.xyz/v1') {
      const groupVersion = 'pizza.bilalashraf.xyz/v1';
      send(200, { kind: 'APIResourceList', groupVersion, resources: resources.map((name) => ({ name })) });
    } else if (request.url === '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews') {
      const review = JSON.parse(body);
      asked.push(review.spec.resourceAttributes);
      send(201, { ...review, status: { allowed: !denied.includes(review.spec.resourceAttributes.verb) } });
    } else send(404, { kind: 'Status', reason: 'NotFound', code: 404 });
  });
}

const ask = (url: string, more: object = {}, options: object = {}) =>
  examine('cluster', { KUBERNETES_API_URL: url, KUBERNETES_TOKEN: token, ...more }, options);

describe('a cluster', () => {
  test('that knows the resource and lets it be created and watched is fine', async () => {
    const asked: unknown[] = [];

    const lines = await ask(await aCluster({ asked }), { K8S_NAMESPACE: 'pizza' });

    expect(codes(lines)).toEqual(['cluster_ok']);
    const what = { group: 'pizza.bilalashraf.xyz', resource: 'pizzaorders', namespace: 'pizza' };
    expect(asked).toHaveLength(4);
    expect(asked).toEqual(
      expect.arrayContaining(['create', 'get', 'list', 'watch'].map((verb) => ({ ...what, verb }))),
    );
  });

  test('is found by a kubeconfig', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'doctor-cluster-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'config.json');
    const cluster = { server: await aCluster(), 'insecure-skip-tls-verify': true };
    const config = {
      clusters: [{ name: 'c', cluster }],
      users: [{ name: 'u', user: { token } }],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'x',
    };
    writeFileSync(file, JSON.stringify(config));

    expect(codes(await examine('cluster', { KUBECONFIG: file }))).toEqual(['cluster_ok']);
  });

  test.each<[ClusterOptions, string]>([
    [{ resources: [] }, 'cluster_crd_missing'],
    [{ denied: ['create', 'watch'] }, 'cluster_forbidden'],
  ])('with %j: %s', async (options, code) => {
    expect(codes(await ask(await aCluster(options)))).toEqual([code]);
  });

  test('that does not know the group lacks its definition', async () => {
    const lines = await ask(await aCluster(), {}, { resource: 'jobs.v1.example.com' });

    expect(lines).toMatchObject([
      { code: 'cluster_crd_missing', message: expect.stringContaining('jobs.example.com') },
    ]);
  });

  test('names the verbs that are not allowed', async () => {
    const [line] = await ask(await aCluster({ denied: ['create', 'watch'] }));

    expect(line?.message).toContain('create, watch pizzaorders');
  });

  test('refuses a token that is none', async () => {
    expect(codes(await ask(await aCluster(), { KUBERNETES_TOKEN: 'expired' }))).toEqual(['cluster_unauthorized']);
  });

  test.each([
    [403, 'cluster_forbidden'],
    [500, 'cluster_failed'],
  ])('that answers %s: %s', async (status, code) => {
    expect(codes(await ask(answering(status)))).toEqual([code]);
  });

  test('that is not there is not reached', async () => {
    expect(codes(await ask('http://127.0.0.1:1'))).toEqual(['cluster_unreachable']);
  });

  test('that never answers is not waited for', async () => {
    const [line] = await ask(await aServer(() => undefined), {}, { timeoutMs: 100 });

    expect(line).toMatchObject({ code: 'cluster_unreachable', message: expect.stringContaining('in time') });
  });

  test.each<[object, object, string]>([
    [{ KUBERNETES_API_URL: 'http://cluster.example.com' }, {}, 'cluster_url_invalid'],
    [{ KUBERNETES_API_URL: 'cluster' }, {}, 'cluster_url_invalid'],
    [{ KUBERNETES_API_URL: 'https://cluster.example.com' }, { load: async () => null }, 'cluster_package_missing'],
    [{ KUBERNETES_API_URL: 'https://cluster.example.com' }, { resource: 'pizzas' }, 'cluster_resource_invalid'],
    [{ KUBECONFIG: '/nowhere/config' }, {}, 'cluster_config_unreadable'],
    [{}, {}, 'cluster_unset'],
  ])('of %j with %j: %s', async (environment, options, code) => {
    expect(codes(await examine('cluster', { ...environment }, options))).toEqual([code]);
  });
});

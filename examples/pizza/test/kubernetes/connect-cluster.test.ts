import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { CustomObjectsApi } from '@kubernetes/client-node';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { connectCluster } from '../../src/connections.js';
import { listen } from '../../src/http-server.js';
import { aFolder } from '../world/a-cluster.js';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const place = { group: 'pizza.bilalashraf.xyz', version: 'v1', namespace: 'default', plural: 'pizzaorders' };

/** An API server with a certificate that no system trusts, and which tokens it was shown. */
async function aSecureServer(folder: string) {
  const keyFile = join(folder, 'key.pem');
  const caFile = join(folder, 'ca.pem');
  const subject = ['-subj', '/CN=cluster', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const made = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', ...made, '-keyout', keyFile, '-out', caFile, ...subject], { stdio: 'pipe' });
  const shown: (string | undefined)[] = [];
  const server = createServer({ key: await readFile(keyFile), cert: await readFile(caFile) }, (request, response) => {
    shown.push(request.headers.authorization);
    response.setHeader('content-type', 'application/json').end('{"items":[]}');
  });
  const { url, close } = await listen(server.listen(0, '127.0.0.1'));
  onTestFinished(close);
  return { apiUrl: url.replace('http:', 'https:'), caFile, shown };
}

if (hasOpenssl)
  describe('a cluster with a certificate', () => {
    test('a private certificate authority is only trusted by its file', async () => {
      const { apiUrl, caFile, shown } = await aSecureServer(await aFolder());
      const listAt = (ca: string | null) => {
        const kubeConfig = connectCluster({ apiUrl, token: 'secret-token', caFile: ca });
        return kubeConfig.makeApiClient(CustomObjectsApi).listNamespacedCustomObject(place);
      };

      await expect(listAt(null)).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
      expect(await listAt(caFile)).toEqual({ items: [] });
      expect(shown).toEqual(['Bearer secret-token']);
    });

    test('in a cluster, the service account’s token is used, and read again when it is rotated', async () => {
      const root = await aFolder();
      const folder = join(root, 'var/run/secrets/kubernetes.io/serviceaccount');
      await mkdir(folder, { recursive: true });
      const { apiUrl, caFile, shown } = await aSecureServer(root);
      await writeFile(join(folder, 'ca.crt'), await readFile(caFile));
      await writeFile(join(folder, 'token'), 'first');
      vi.stubEnv('KUBERNETES_SERVICE_HOST', '127.0.0.1');
      vi.stubEnv('KUBERNETES_SERVICE_PORT', new URL(apiUrl).port);
      vi.useFakeTimers({ toFake: ['Date'] });
      onTestFinished(() => {
        vi.useRealTimers();
      });
      const api = connectCluster('in-cluster', root).makeApiClient(CustomObjectsApi);

      await api.listNamespacedCustomObject(place);
      await writeFile(join(folder, 'token'), 'second');
      vi.setSystemTime(Date.now() + 120_000);
      await api.listNamespacedCustomObject(place);

      expect(shown).toEqual(['Bearer first', 'Bearer second']);
    });
  });
else
  test('a cluster with a certificate', (context) => {
    const reason = 'there is no openssl on this machine to make one';
    process.stdout.write(`skipped: a cluster with a certificate: ${reason}\n`);
    context.skip(reason);
  });

test('outside of a cluster, in-cluster fails with the reason', () => {
  vi.stubEnv('KUBERNETES_SERVICE_HOST', undefined);

  expect(() => connectCluster('in-cluster')).toThrow('KUBERNETES_SERVICE_HOST is not set');
});

describe('an unusable kubeconfig fails with the reason, and is not quoted', () => {
  test.each([
    ['is empty', '', 'The file that KUBECONFIG names cannot be read: not in the form kubectl writes.'],
    [
      'is broken',
      'users:\n- user: {token: hush\n  a: b: c',
      'The file that KUBECONFIG names cannot be read: not in the form kubectl writes.',
    ],
    [
      'names no cluster',
      'clusters: []\ncontexts: []\nusers: []',
      'The current context of KUBECONFIG names no cluster.',
    ],
  ])('where it %s', async (_what, content, problem) => {
    const file = join(await aFolder(), 'config');
    await writeFile(file, content);
    vi.stubEnv('KUBECONFIG', file);

    expect(() => connectCluster('kubeconfig')).toThrow(new Error(problem));
  });

  test('if it does not exist', () => {
    vi.stubEnv('KUBECONFIG', '/nowhere/config');

    expect(() => connectCluster('kubeconfig')).toThrow('The file that KUBECONFIG names cannot be read: ENOENT.');
  });
});

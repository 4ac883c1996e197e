import { execFileSync, spawnSync } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { variables } from '../../src/variables.js';
import { aFolder } from '../world/a-cluster.js';
import { baseManifests, deployFolder, type Manifest, readManifests, readYaml } from './manifest-files.js';
import { manifestProblems } from './manifest-problems.js';

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;
const base = await baseManifests();

/** What this file looks at in a manifest whose types are checked already. */
const deployment = z.object({
  spec: z.object({
    replicas: z.number(),
    template: z.object({
      metadata: z.object({ labels: z.record(z.string(), z.string()) }),
      spec: z.object({
        serviceAccountName: z.string(),
        automountServiceAccountToken: z.boolean(),
        terminationGracePeriodSeconds: z.number(),
        securityContext: z.unknown(),
        containers: z.tuple([
          z.object({
            image: z.string(),
            envFrom: z.array(z.record(z.string(), z.object({ name: z.string() }))),
            env: z.array(z.object({ name: z.string() })),
            ports: z.tuple([z.object({ name: z.string(), containerPort: z.number() })]),
            securityContext: z.unknown(),
            startupProbe: z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) }),
            livenessProbe: z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) }),
            readinessProbe: z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) }),
          }),
        ]),
      }),
    }),
  }),
});

const kustomization = z.strictObject({
  apiVersion: z.literal('kustomize.config.k8s.io/v1beta1'),
  kind: z.literal('Kustomization'),
  namespace: z.string(),
  resources: z.array(z.string()),
  images: z.array(z.strictObject({ name: z.string(), newName: z.string(), newTag: z.string() })),
  configMapGenerator: z.tuple([z.strictObject({ name: z.string(), literals: z.array(z.string()) })]),
  patches: z.array(
    z.strictObject({ target: z.strictObject({ kind: z.string(), name: z.string() }), patch: z.string() }),
  ),
});

const fileText = (file: string) => readFile(new URL(file, deployFolder), 'utf8');
const ofKind = (kind: string, manifests: readonly Manifest[] = base): Manifest => {
  const found = manifests.filter((one) => one.kind === kind);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`There is not one ${kind}.`);
  return found[0];
};
const pod = (manifests: readonly Manifest[] = base) =>
  deployment.parse(ofKind('Deployment', manifests)).spec.template.spec;
const entry = async () => kustomization.parse(readYaml(await fileText('kustomization.yaml'))[0]);
const labelSelector = z.object({ matchLabels: z.record(z.string(), z.string()) });
const networkPolicy = z.object({
  spec: z.object({
    ingress: z.array(
      z.object({
        from: z.array(z.object({ namespaceSelector: labelSelector, podSelector: labelSelector.optional() })),
        ports: z.array(z.object({ protocol: z.string(), port: z.string() })),
      }),
    ),
    egress: z.array(z.object({ ports: z.array(z.object({ port: z.number() })) })),
  }),
});
const ingress = z.object({
  spec: z.object({
    rules: z.array(z.object({ http: z.object({ paths: z.array(z.object({ path: z.string() })) }) })),
  }),
});
const openPaths = (manifests: readonly Manifest[]): readonly string[] =>
  ingress.parse(ofKind('Ingress', manifests)).spec.rules.flatMap(({ http }) => http.paths.map(({ path }) => path));
const nameOf = (line: string): string => line.slice(0, line.indexOf('='));

describe('the manifests', () => {
  test('are valid Kubernetes objects, and each is in the kustomization', async () => {
    const list = z
      .object({ resources: z.array(z.string()) })
      .parse(readYaml(await fileText('base/kustomization.yaml'))[0]);
    const listed = await Promise.all(list.resources.map((file) => fileText(`base/${file}`)));
    const definition = JSON.parse(await readFile(new URL('../../data/pizzaorders-crd.json', import.meta.url), 'utf8'));

    expect(manifestProblems([...base, definition]).flat()).toEqual([]);
    expect(listed.flatMap(readManifests)).toHaveLength(base.length);
  });

  test('are invalid with a misspelt, misplaced or missing field, or a number as text', () => {
    const text = JSON.stringify(ofKind('Deployment'));
    const broken = [
      text,
      text.replace('"readinessProbe"', '"readinesProbe"'),
      text.replace('"env":', '"serviceAccountName":"x","env":'),
      text.replace('"name":"app",', ''),
      text.replace('"replicas":2', '"replicas":"2"'),
    ];

    const problems = manifestProblems(broken.map((one) => JSON.parse(one)));

    expect(new Set(broken).size).toBe(broken.length);
    expect(problems.map((found) => found.length)).toEqual([0, 1, 1, 1, 1]);
  });

  test('set every required variable, and no unknown one', async () => {
    // read by the command line of the approvals
    const elsewhere = ['PUBLIC_URL'];
    const secrets = (await fileText('secrets.env.example')).split('\n').filter((line) => /^[A-Z]/.test(line));
    const [{ literals }] = (await entry()).configMapGenerator;
    const [{ env }] = pod().containers;
    const set = [...secrets.map(nameOf), ...literals.map(nameOf), ...env.map(({ name }) => name)];
    const known = [...Object.keys(variables.shape), ...elsewhere];
    const notDeployed = [
      ...['KUBERNETES_API_URL', 'KUBERNETES_TOKEN', 'KUBERNETES_CA_FILE', 'KUBERNETES_CA_DATA', 'KUBECONFIG'],
      ...['KUBERNETES_SERVICE_HOST', 'SLACK_API_URL'],
    ];
    const telemetry = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_TRACES_EXPORTER', 'OTEL_METRICS_EXPORTER'];
    const optional = ['LOG_LEVEL', ...telemetry, 'SLACK_APP_URL', 'SLACK_FRAMEWORK'];

    expect(set.filter((name) => !known.includes(name))).toEqual([]);
    expect(new Set(set).size).toBe(set.length);
    expect(known.filter((name) => ![...set, ...notDeployed, ...optional].includes(name))).toEqual([]);
  });

  test('keep secrets and personal data out of the ConfigMap', async () => {
    const [{ literals }] = (await entry()).configMapGenerator;

    expect(
      literals.map(nameOf).filter((name) => /TOKEN|SECRET$|DATABASE|FUNCTION|CUSTOMER|DELIVERY/.test(name)),
    ).toEqual([]);
  });

  test('give the pod no rights it does not need', () => {
    const { containers, ...spec } = pod();

    expect(spec).toMatchObject({
      serviceAccountName: ofKind('ServiceAccount').metadata.name,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  test('agree on the port, the probes, and the time to end', async () => {
    const [{ literals }] = (await entry()).configMapGenerator;
    const { containers, terminationGracePeriodSeconds } = pod();
    const [{ ports, startupProbe, livenessProbe, readinessProbe }] = containers;

    expect(literals).toContain(`PORT=${ports[0].containerPort}`);
    expect(literals).toContain('HOST=0.0.0.0');
    expect([startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet)).toEqual([
      { path: '/healthz', port: ports[0].name },
      { path: '/healthz', port: ports[0].name },
      { path: '/readyz', port: ports[0].name },
    ]);
    expect(ofKind('Service')).toMatchObject({ spec: { ports: [{ targetPort: ports[0].name }] } });
    // what the library needs at most, and what the pod sleeps before
    expect(terminationGracePeriodSeconds).toBeGreaterThan(30 + 5);
  });

  test('select the pod by its labels', () => {
    const { labels } = deployment.parse(ofKind('Deployment')).spec.template.metadata;

    expect(ofKind('Deployment')).toMatchObject({ spec: { selector: { matchLabels: labels } } });
    expect(ofKind('Service')).toMatchObject({ spec: { selector: labels } });
    expect(ofKind('PodDisruptionBudget')).toMatchObject({ spec: { selector: { matchLabels: labels } } });
    expect(ofKind('NetworkPolicy')).toMatchObject({ spec: { podSelector: { matchLabels: labels } } });
  });

  test('let the ingress, Alertmanager and Prometheus in, and let traces out', () => {
    const { ingress, egress } = networkPolicy.parse(ofKind('NetworkPolicy')).spec;
    const namesOf = ({ from }: (typeof ingress)[number]) =>
      from.map(({ namespaceSelector, podSelector }) => Object.values((podSelector ?? namespaceSelector).matchLabels));

    expect(ingress.map(namesOf)).toEqual([[['ingress-nginx'], ['alertmanager'], ['prometheus']]]);
    expect(ingress.map(({ ports }) => ports)).toEqual([[{ protocol: 'TCP', port: pod().containers[0].ports[0].name }]]);
    expect(egress.flatMap(({ ports }) => ports.map(({ port }) => port))).toEqual([53, 53, 443, 6443, 5432, 4318]);
  });

  test('only make Slack’s paths public', () => {
    expect(openPaths(base)).toEqual(['/slack']);
  });
});

test('the README’s receiver for Alertmanager reaches the service with its token', async () => {
  const [, block = ''] = /```yaml\n(receivers:[\s\S]*?)```/.exec(await fileText('README.md')) ?? [];
  const { namespace } = await entry();
  const { metadata } = ofKind('Service');

  expect(readYaml(block)).toEqual([
    {
      receivers: [
        {
          name: 'pizza-webhook',
          webhook_configs: [
            {
              url: `http://${metadata.name}.${namespace}.svc/alerts`,
              send_resolved: true,
              http_config: {
                authorization: {
                  credentials_file: expect.stringMatching(/^\/etc\/alertmanager\/secrets\/.+\/ALERTS_TOKEN$/),
                },
              },
            },
          ],
        },
      ],
    },
  ]);
});

if (hasKubectl)
  describe('the manifests, built by kubectl', () => {
    const built = readManifests(
      execFileSync('kubectl', ['kustomize', fileURLToPath(deployFolder)], { encoding: 'utf8' }),
    );

    test('are valid Kubernetes objects in one namespace', async () => {
      const { namespace } = await entry();
      const places = built.map(({ kind, metadata }) => (kind === 'Namespace' ? metadata.name : metadata.namespace));

      expect(manifestProblems(built).flat()).toEqual([]);
      expect(built).toHaveLength(base.length + 1);
      expect(new Set(places)).toEqual(new Set([namespace]));
    });

    test('make the function’s paths public with the component function-apart', async () => {
      const folder = await aFolder();
      await cp(deployFolder, folder, { recursive: true });
      const file = join(folder, 'kustomization.yaml');
      await writeFile(file, (await readFile(file, 'utf8')).replace('# components:', 'components:'));

      const apart = readManifests(execFileSync('kubectl', ['kustomize', folder], { encoding: 'utf8' }));

      expect(openPaths(apart)).toEqual(['/slack', '/approvals']);
      expect(openPaths(built)).toEqual(['/slack']);
    });

    test('run the configured image, with the settings, and with a secret that is in no file', async () => {
      const [{ newName, newTag } = { newName: '', newTag: '' }] = (await entry()).images;
      const [{ image, envFrom }] = pod(built).containers;

      expect(image).toBe(`${newName}:${newTag}`);
      expect(envFrom).toEqual([
        { configMapRef: { name: ofKind('ConfigMap', built).metadata.name } },
        { secretRef: { name: 'slack-approval-pizza' } },
      ]);
      expect(built.map(({ kind }) => kind)).not.toContain('Secret');
    });
  });
else
  test('the manifests, built by kubectl', (context) => {
    const reason = 'there is no kubectl on this machine';
    process.stdout.write(`skipped: the manifests, built by kubectl: ${reason}\n`);
    context.skip(reason);
  });

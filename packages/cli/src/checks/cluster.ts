import { type Check, type CheckResult, ok, wrong } from '../doctor/check.js';
import { explainFailure, toConnectionFailure } from '../doctor/connection-failure.js';
import { type ClusterConnection, connectCluster } from './connect-cluster.js';

const verbs = ['create', 'get', 'list', 'watch'] as const;

interface Resource {
  readonly plural: string;
  readonly version: string;
  readonly group: string;
}

/** Whether the cluster defines the resource that decisions create, and lets this account create and watch it. Read-only. */
export const cluster: Check = {
  id: 'cluster',
  title: 'cluster',
  async run(environment, ports) {
    const connection = await connectCluster(environment, ports);
    if ('status' in connection) return connection;
    const resource = parseResource(ports.settings.resource);
    if (resource === null)
      return wrong(
        'cluster_resource_invalid',
        'The resource has the wrong format.',
        'Use <plural>.<version>.<group>, such as pizzaorders.v1.pizza.bilalashraf.xyz.',
      );
    const { timeoutMs } = ports.settings;
    try {
      const isDefined = await withTimeout(definesResource(connection, resource), timeoutMs);
      if (!isDefined)
        return wrong(
          'cluster_crd_missing',
          `The cluster does not define ${nameOf(resource)}.`,
          'Apply its CustomResourceDefinition, or set the resource with --resource.',
        );
      const denied = await withTimeout(deniedVerbs(connection, resource, environment.K8S_NAMESPACE), timeoutMs);
      return accessResult(resource, denied);
    } catch (error) {
      return errorResult(error);
    }
  },
};

function parseResource(text: string): Resource | null {
  const [, plural, version, group] = /^([a-z0-9-]+)\.(v[a-z0-9]+)\.([a-z0-9.-]+)$/.exec(text) ?? [];
  return plural === undefined || version === undefined || group === undefined ? null : { plural, version, group };
}

const nameOf = ({ plural, group }: Resource) => `${plural}.${group}`;

/** Uses discovery, which every account may read. Reading the definition needs rights that an app does not need. */
async function definesResource(
  { client, kubeConfig }: ClusterConnection,
  { plural, version, group }: Resource,
): Promise<boolean> {
  const api = kubeConfig.makeApiClient(client.CustomObjectsApi);
  try {
    const { resources } = await api.getAPIResources({ group, version });
    return resources.some(({ name }) => name === plural);
  } catch (error) {
    if (Object(error).code === 404) return false;
    throw error;
  }
}

async function deniedVerbs(
  { client, kubeConfig }: ClusterConnection,
  { plural, group }: Resource,
  namespace = 'default',
): Promise<readonly string[]> {
  const api = kubeConfig.makeApiClient(client.AuthorizationV1Api);
  const reviews = await Promise.all(
    verbs.map((verb) =>
      api.createSelfSubjectAccessReview({
        body: { spec: { resourceAttributes: { group, resource: plural, verb, namespace } } },
      }),
    ),
  );
  return verbs.filter((_, index) => reviews[index]?.status?.allowed !== true);
}

function accessResult(resource: Resource, denied: readonly string[]): CheckResult {
  const name = nameOf(resource);
  if (denied.length === 0)
    return ok('cluster_ok', `It defines ${name}, and this account may ${verbs.join(', ')} them.`);
  return wrong(
    'cluster_forbidden',
    `This account may not ${denied.join(', ')} ${name} in the namespace.`,
    'Bind a Role with these verbs to the account, in the namespace of K8S_NAMESPACE.',
  );
}

/** Does not use the client's message, which quotes headers and bodies. */
function errorResult(error: unknown): CheckResult {
  const { code } = Object(error);
  if (code === 401)
    return wrong(
      'cluster_unauthorized',
      'The cluster refuses the token (401).',
      'Renew KUBERNETES_TOKEN, or the credentials in the kubeconfig: service account tokens expire.',
    );
  if (code === 403)
    return wrong(
      'cluster_forbidden',
      'This account may not use discovery (403).',
      'Give it the role system:discovery, which accounts have by default.',
    );
  if (typeof code === 'number')
    return wrong('cluster_failed', `The cluster answers ${code}.`, 'Check that the URL is that of an API server.');
  return wrong(
    'cluster_unreachable',
    `The cluster cannot be reached: ${explainFailure(toConnectionFailure(error))}.`,
    'Correct KUBERNETES_API_URL or KUBECONFIG, and let this machine reach it.',
  );
}

/** The client has no timeout. */
async function withTimeout<Value>(work: Promise<Value>, timeoutMs: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('timeout'), { name: 'TimeoutError' })), timeoutMs);
  });
  return await Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}

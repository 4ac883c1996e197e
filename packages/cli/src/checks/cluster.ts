import { type Check, type CheckResult, ok, wrong } from '../doctor/check.js';
import { unreachedText, whyUnreached } from '../doctor/why-unreached.js';
import { type Connected, connectCluster } from '../kubernetes/connect-cluster.js';

const verbs = ['create', 'get', 'list', 'watch'] as const;

interface Resource {
  readonly plural: string;
  readonly version: string;
  readonly group: string;
}

/** Whether the cluster answers, knows what decisions create, and lets this account create and watch it. It is only asked. */
export const cluster: Check = {
  id: 'cluster',
  title: 'cluster',
  async run(environment, ports) {
    const connected = await connectCluster(environment, ports);
    if ('status' in connected) return connected;
    const resource = parseResource(ports.settings.resource);
    if (resource === null)
      return wrong(
        'cluster_resource_invalid',
        'The resource is of another form.',
        'Write <plural>.<version>.<group>, such as pizzaorders.v1.pizza.bilalashraf.xyz.',
      );
    const { timeoutMs } = ports.settings;
    try {
      const known = await inTime(isKnown(connected, resource), timeoutMs);
      if (!known)
        return wrong(
          'cluster_crd_missing',
          `The cluster answers, and does not know ${nameOf(resource)}.`,
          'Apply its CustomResourceDefinition, or name the resource by --resource.',
        );
      const denied = await inTime(deniedVerbs(connected, resource, environment.K8S_NAMESPACE), timeoutMs);
      return accessLine(resource, denied);
    } catch (error) {
      return troubleOf(error);
    }
  },
};

function parseResource(text: string): Resource | null {
  const [, plural, version, group] = /^([a-z0-9-]+)\.(v[a-z0-9]+)\.([a-z0-9.-]+)$/.exec(text) ?? [];
  return plural === undefined || version === undefined || group === undefined ? null : { plural, version, group };
}

const nameOf = ({ plural, group }: Resource) => `${plural}.${group}`;

/** By discovery, which everybody may ask: reading the definition itself takes rights that an app does without. */
async function isKnown({ client, kubeConfig }: Connected, { plural, version, group }: Resource): Promise<boolean> {
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
  { client, kubeConfig }: Connected,
  { plural, group }: Resource,
  namespace = 'default',
): Promise<readonly string[]> {
  const api = kubeConfig.makeApiClient(client.AuthorizationV1Api);
  const answers = await Promise.all(
    verbs.map((verb) =>
      api.createSelfSubjectAccessReview({
        body: { spec: { resourceAttributes: { group, resource: plural, verb, namespace } } },
      }),
    ),
  );
  return verbs.filter((_, index) => answers[index]?.status?.allowed !== true);
}

function accessLine(resource: Resource, denied: readonly string[]): CheckResult {
  const name = nameOf(resource);
  if (denied.length === 0) return ok('cluster_ok', `It knows ${name}, and this account may ${verbs.join(', ')} them.`);
  return wrong(
    'cluster_forbidden',
    `This account may not ${denied.join(', ')} ${name} in the namespace.`,
    'Bind a Role with these verbs to it in the namespace of K8S_NAMESPACE.',
  );
}

/** The client's own message quotes headers and bodies. */
function troubleOf(error: unknown): CheckResult {
  const { code } = Object(error);
  if (code === 401)
    return wrong(
      'cluster_unauthorized',
      'The cluster refuses the token (401).',
      'Renew KUBERNETES_TOKEN, or the credentials of the kubeconfig: tokens of service accounts expire.',
    );
  if (code === 403)
    return wrong(
      'cluster_forbidden',
      'This account may not even ask (403).',
      'Give it the role system:discovery, which accounts have unless it was taken away.',
    );
  if (typeof code === 'number')
    return wrong('cluster_failed', `The cluster answers ${code}.`, 'See whether the address is that of an API server.');
  return wrong(
    'cluster_unreachable',
    `The cluster is not reached: ${unreachedText(whyUnreached(error))}.`,
    'Correct KUBERNETES_API_URL or KUBECONFIG, and let this machine reach it.',
  );
}

/** The client has no time limit of its own. */
async function inTime<Value>(work: Promise<Value>, timeoutMs: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('too late'), { name: 'TimeoutError' })), timeoutMs);
  });
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

import type { KubeConfig } from '@kubernetes/client-node';
import type { Environment } from '../doctor/check.js';
import { type CheckResult, notChecked, wrong } from '../doctor/check.js';
import { checkUrl } from '../doctor/check-url.js';
import { missingPackages } from '../doctor/missing-package.js';
import type { Ports } from '../doctor/ports.js';

type Client = typeof import('@kubernetes/client-node');

export interface Connected {
  readonly client: Client;
  readonly kubeConfig: KubeConfig;
}

const packageName = '@kubernetes/client-node';

/** Which cluster the environment names, and the client for it; or why there is none. */
export async function connectCluster(environment: Environment, ports: Ports): Promise<Connected | CheckResult> {
  const { KUBERNETES_API_URL: url, KUBECONFIG: file, KUBERNETES_SERVICE_HOST: inside } = environment;
  if (url === undefined && file === undefined && inside === undefined)
    return notChecked('cluster_unset', 'Neither KUBERNETES_API_URL nor KUBECONFIG is set, and this is no pod.');
  const problem = url === undefined ? null : checkUrl(url);
  if (problem !== null)
    return wrong(
      'cluster_url_invalid',
      `KUBERNETES_API_URL ${problem}.`,
      'Name the API server with https://; http only to this machine.',
    );
  // as: the package of this name
  const client = (await ports.load(packageName)) as Client | null;
  if (client === null) return missingPackages('cluster_package_missing', [packageName]);
  try {
    return { client, kubeConfig: configOf(new client.KubeConfig(), environment) };
  } catch (error) {
    // what it says may quote the file
    const name = error instanceof Error ? error.name : 'unknown';
    return wrong(
      'cluster_config_unreadable',
      `The kubeconfig or the service account cannot be read (${name}).`,
      'Correct KUBECONFIG, or let the pod have its service account token.',
    );
  }
}

function configOf(kubeConfig: KubeConfig, environment: Environment): KubeConfig {
  const { KUBERNETES_API_URL: url, KUBERNETES_TOKEN: token, KUBECONFIG: file } = environment;
  if (url !== undefined)
    kubeConfig.loadFromClusterAndUser(
      // the client speaks plain http only where it was told that there is no certificate to verify
      { name: 'cluster', server: url.replace(/\/+$/, ''), skipTLSVerify: url.startsWith('http://') },
      token === undefined ? { name: 'nobody' } : { name: 'bearer', token },
    );
  else if (file !== undefined) kubeConfig.loadFromFile(file);
  else kubeConfig.loadFromCluster();
  return kubeConfig;
}

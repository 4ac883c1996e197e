import type { KubeConfig } from '@kubernetes/client-node';
import { type CheckResult, missingPackages, notChecked, wrong } from '../doctor/check.js';
import type { Environment } from '../doctor/environment.js';
import type { Ports } from '../doctor/ports.js';
import { urlProblem } from '../doctor/url-problem.js';

type Client = typeof import('@kubernetes/client-node');

/** The Kubernetes client package, configured for the cluster of the environment. */
export interface ClusterConnection {
  readonly client: Client;
  readonly kubeConfig: KubeConfig;
}

const packageName = '@kubernetes/client-node';

/** Configures a client for the cluster that the environment names. Returns a check result if it cannot. */
export async function connectCluster(environment: Environment, ports: Ports): Promise<ClusterConnection | CheckResult> {
  const { KUBERNETES_API_URL: url, KUBECONFIG: file, KUBERNETES_SERVICE_HOST: serviceHost } = environment;
  if (url === undefined && file === undefined && serviceHost === undefined)
    return notChecked(
      'cluster_unset',
      'Neither KUBERNETES_API_URL nor KUBECONFIG is set, and this process does not run in a pod.',
    );
  const problem = url === undefined ? null : urlProblem(url);
  if (problem !== null)
    return wrong(
      'cluster_url_invalid',
      `KUBERNETES_API_URL ${problem}.`,
      'Set it to the https:// URL of the API server; http is allowed only to this machine.',
    );
  // as: the package of this name
  const client = (await ports.load(packageName)) as Client | null;
  if (client === null) return missingPackages('cluster_package_missing', [packageName]);
  try {
    return { client, kubeConfig: configOf(new client.KubeConfig(), environment) };
  } catch (error) {
    // not the error's message, which may quote the file
    const name = error instanceof Error ? error.name : 'unknown';
    return wrong(
      'cluster_config_unreadable',
      `The kubeconfig or the service account cannot be read (${name}).`,
      'Correct KUBECONFIG, or mount the service account token into the pod.',
    );
  }
}

function configOf(kubeConfig: KubeConfig, environment: Environment): KubeConfig {
  const { KUBERNETES_API_URL: url, KUBERNETES_TOKEN: token, KUBECONFIG: file } = environment;
  if (url !== undefined)
    kubeConfig.loadFromClusterAndUser(
      // the client refuses plain http unless skipTLSVerify is set
      { name: 'cluster', server: url.replace(/\/+$/, ''), skipTLSVerify: url.startsWith('http://') },
      token === undefined ? { name: 'nobody' } : { name: 'bearer', token },
    );
  else if (file !== undefined) kubeConfig.loadFromFile(file);
  else kubeConfig.loadFromCluster();
  return kubeConfig;
}

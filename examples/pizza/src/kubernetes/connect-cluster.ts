import { KubeConfig } from '@kubernetes/client-node';

/** Where a cluster is, who we are there, and how it is known: the base64 of its certificate authority; null: by the usual ones. */
export interface ClusterAt {
  readonly apiUrl: string;
  readonly token: string | null;
  readonly caData?: string | null;
}

/** Which cluster: by its address, or by the kubeconfig that `KUBECONFIG` names. */
export type ClusterAddress = ClusterAt | 'kubeconfig';

/** The cluster that the environment names. */
export function clusterAt(
  apiUrl: string,
  env: { readonly KUBERNETES_TOKEN?: string | undefined; readonly KUBERNETES_CA_DATA?: string | undefined },
): ClusterAt {
  return { apiUrl, token: env.KUBERNETES_TOKEN ?? null, caData: env.KUBERNETES_CA_DATA ?? null };
}

export function connectCluster(address: ClusterAddress): KubeConfig {
  const kubeConfig = new KubeConfig();
  if (address === 'kubeconfig') {
    kubeConfig.loadFromDefault();
    return kubeConfig;
  }
  const { apiUrl, token, caData = null } = address;
  const authority = caData === null ? {} : { caData };
  kubeConfig.loadFromClusterAndUser(
    // the client speaks plain http only where it was told that there is no certificate to verify
    { name: 'cluster', server: apiUrl, skipTLSVerify: apiUrl.startsWith('http://'), ...authority },
    token === null ? { name: 'nobody' } : { name: 'bearer', token },
  );
  return kubeConfig;
}

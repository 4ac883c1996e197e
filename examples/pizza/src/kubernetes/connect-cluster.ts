import { KubeConfig } from '@kubernetes/client-node';

/** Which cluster: by its address, or by the kubeconfig that `KUBECONFIG` names. */
export type ClusterAddress = { readonly apiUrl: string; readonly token: string | null } | 'kubeconfig';

export function connectCluster(address: ClusterAddress): KubeConfig {
  const kubeConfig = new KubeConfig();
  if (address === 'kubeconfig') {
    kubeConfig.loadFromDefault();
    return kubeConfig;
  }
  const { apiUrl, token } = address;
  kubeConfig.loadFromClusterAndUser(
    // the client speaks plain http only where it was told that there is no certificate to verify
    { name: 'cluster', server: apiUrl, skipTLSVerify: apiUrl.startsWith('http://') },
    token === null ? { name: 'nobody' } : { name: 'bearer', token },
  );
  return kubeConfig;
}

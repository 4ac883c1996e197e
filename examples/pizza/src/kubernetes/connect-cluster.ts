import { KubeConfig } from '@kubernetes/client-node';

/** Where a cluster is, and who we are there. Its certificate authority is known as PEM in a file, or as the base64 of that; neither: by the usual ones. */
export interface ClusterAt {
  readonly apiUrl: string;
  readonly token: string | null;
  readonly caFile?: string | null;
  readonly caData?: string | null;
}

/**
 * Which cluster: by its address, by the kubeconfig that `KUBECONFIG` names, or the one this process runs in, by its service account,
 * whose token is read again as it is rotated.
 */
export type ClusterAddress = ClusterAt | 'kubeconfig' | 'in-cluster';

/** The cluster that the environment names. */
export function clusterAt(
  apiUrl: string,
  env: {
    readonly KUBERNETES_TOKEN?: string | undefined;
    readonly KUBERNETES_CA_FILE?: string | undefined;
    readonly KUBERNETES_CA_DATA?: string | undefined;
  },
): ClusterAt {
  const { KUBERNETES_TOKEN: token, KUBERNETES_CA_FILE: caFile, KUBERNETES_CA_DATA: caData } = env;
  return { apiUrl, token: token ?? null, caFile: caFile ?? null, caData: caData ?? null };
}

/** @param root - the folder below which a service account is mounted: another one in tests */
export function connectCluster(address: ClusterAddress, root = ''): KubeConfig {
  const kubeConfig = new KubeConfig();
  if (address === 'kubeconfig') return loadKubeconfig(kubeConfig);
  if (address === 'in-cluster') {
    if (process.env.KUBERNETES_SERVICE_HOST === undefined)
      throw new Error('KUBERNETES_SERVICE_HOST is not set: this process runs in no cluster.');
    kubeConfig.loadFromCluster(root);
    return kubeConfig;
  }
  const { apiUrl, token, caFile = null, caData = null } = address;
  kubeConfig.loadFromClusterAndUser(
    {
      name: 'cluster',
      server: apiUrl,
      // the client speaks plain http only where it was told that there is no certificate to verify
      skipTLSVerify: apiUrl.startsWith('http://'),
      ...(caFile === null ? {} : { caFile }),
      ...(caData === null ? {} : { caData }),
    },
    token === null ? { name: 'nobody' } : { name: 'bearer', token },
  );
  return kubeConfig;
}

/** Its parser quotes the lines around what it does not understand, and tokens are in them: nothing of it is repeated. */
function loadKubeconfig(kubeConfig: KubeConfig): KubeConfig {
  try {
    kubeConfig.loadFromDefault();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'not as kubectl writes it';
    throw new Error(`What KUBECONFIG names cannot be read: ${code}.`);
  }
  if (kubeConfig.getCurrentCluster() === null) throw new Error('The current context of KUBECONFIG names no cluster.');
  return kubeConfig;
}

import {
  CustomObjectsApi,
  type KubeConfig,
  type KubernetesListObject,
  type KubernetesObject,
  makeInformer,
} from '@kubernetes/client-node';
import { clusterProblem } from './cluster-problem.js';
import { createdBy, type PizzaOrderResource, pizzaOrderResource, pizzaOrders } from './pizza-order-resource.js';

export interface FollowOptions {
  readonly kubeConfig: KubeConfig;
  readonly namespace: string;
  /** Called with every order once at the start, and with each that changes from then on. */
  readonly onOrder: (order: PizzaOrderResource) => void;
  readonly onGone: (order: PizzaOrderResource) => void;
  readonly log: (line: string) => void;
}

const shortestPauseMs = 1_000;
const longestPauseMs = 30_000;

/**
 * Lists the orders and watches them from there, for as long as it is not stopped: whatever happened while nobody watched is in the
 * list, so nothing is lost by a restart. A cluster that is not there is tried again and again. @returns what stops it
 */
export function followOrders({ kubeConfig, namespace, onOrder, onGone, log }: FollowOptions): () => Promise<void> {
  const api = kubeConfig.makeApiClient(CustomObjectsApi);
  const selector = `${createdBy.key}=${createdBy.value}`;
  const path = `/apis/${pizzaOrders.group}/${pizzaOrders.version}/namespaces/${namespace}/${pizzaOrders.plural}`;
  const list = async (): Promise<KubernetesListObject<KubernetesObject>> =>
    await api.listNamespacedCustomObject({ ...pizzaOrders, namespace, labelSelector: selector });
  const informer = makeInformer(kubeConfig, path, list, selector);

  let stopped = false;
  let pauseMs = shortestPauseMs;
  let timer: NodeJS.Timeout | undefined;
  const start = (): void => {
    informer.start().catch(startAgain);
  };
  const startAgain = (error: unknown): void => {
    if (stopped) return;
    log(`progress: the cluster cannot be watched just now. ${clusterProblem(error)}`);
    clearTimeout(timer);
    timer = setTimeout(start, pauseMs);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  };
  const tell = (to: (order: PizzaOrderResource) => void) => (object: KubernetesObject) => {
    pauseMs = shortestPauseMs;
    const read = pizzaOrderResource.safeParse(object);
    if (read.success) to(read.data);
    else log(`progress: ${object.metadata?.name ?? 'an object'} is no PizzaOrder as this example knows it`);
  };
  informer.on('add', tell(onOrder));
  informer.on('update', tell(onOrder));
  informer.on('delete', tell(onGone));
  informer.on('error', startAgain);
  start();

  return async () => {
    stopped = true;
    clearTimeout(timer);
    await informer.stop();
  };
}

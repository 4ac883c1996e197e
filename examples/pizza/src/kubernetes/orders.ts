import { type Decision, SlackApprovalError } from '@k8s-pizza/slack-approval';
import { ApiException, CustomObjectsApi, type KubeConfig } from '@kubernetes/client-node';
import type { PizzaOrder } from '../pizza-order.js';
import { clusterProblem } from './cluster-problem.js';
import {
  approvalOf,
  createdBy,
  type PizzaOrderResource,
  pizzaOrderResource,
  pizzaOrders,
  resourceFor,
  resourceName,
} from './pizza-order-resource.js';

/** PizzaOrders in a cluster, named by the approval: creating one that is there finds it, so nothing is ordered twice. */
export interface Orders {
  /** @throws {SlackApprovalError} delivery_rejected — the cluster will never take this order */
  createOrFind(decision: Decision<unknown>, order: PizzaOrder): Promise<'created' | 'found'>;
  /** Those that were created here. */
  list(): Promise<readonly PizzaOrderResource[]>;
}

const refusedForGood = [400, 422];

export function ordersIn(kubeConfig: KubeConfig, namespace: string): Orders {
  const api = kubeConfig.makeApiClient(CustomObjectsApi);
  const place = { ...pizzaOrders, namespace };
  return {
    async createOrFind(decision, order) {
      try {
        const body = resourceFor(decision, order);
        await api.createNamespacedCustomObject({ ...place, body, fieldValidation: 'Strict' });
        return 'created';
      } catch (error) {
        if (error instanceof ApiException && error.code === 409) return await expectSame(decision);
        const problem = clusterProblem(error);
        if (error instanceof ApiException && refusedForGood.includes(error.code))
          throw new SlackApprovalError('delivery_rejected', problem);
        throw new Error(problem);
      }
    },
    async list() {
      const labelSelector = `${createdBy.key}=${createdBy.value}`;
      const { items } = await api.listNamespacedCustomObject({ ...place, labelSelector }).catch(toldShort);
      return pizzaOrderResource.array().parse(items);
    },
  };

  async function expectSame({ approvalId, digest }: Decision<unknown>): Promise<'found'> {
    const name = resourceName(approvalId);
    const found = pizzaOrderResource.parse(await api.getNamespacedCustomObject({ ...place, name }));
    if (approvalOf(found)?.digest === digest) return 'found';
    throw new SlackApprovalError('delivery_rejected', `The cluster holds another order under the name ${name}.`);
  }
}

function toldShort(error: unknown): never {
  throw new Error(clusterProblem(error));
}

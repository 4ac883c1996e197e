import { type Decision, SlackApprovalError } from '@k8s-pizza/slack-approval';
import { ApiException, CoreV1Api, CustomObjectsApi, type KubeConfig } from '@kubernetes/client-node';
import type { PizzaOrder } from '../pizza-order.js';
import { approvalEvent } from './approval-event.js';
import { clusterProblem } from './cluster-problem.js';
import { createOrderCheck } from './order-schema.js';
import {
  approvalOf,
  createdBy,
  type PizzaOrderResource,
  pizzaOrderResource,
  pizzaOrders,
  resourceFor,
  resourceName,
} from './pizza-order-resource.js';
import { within } from './within.js';

/** PizzaOrders in a cluster, named by the approval: creating one that is there finds it, so nothing is ordered twice. */
export interface Orders {
  /** @throws {SlackApprovalError} delivery_rejected — the cluster will never take this order */
  createOrFind(decision: Decision<unknown>, order: PizzaOrder): Promise<'created' | 'found'>;
  /** Those that were created here. */
  list(): Promise<readonly PizzaOrderResource[]>;
}

const refusedForGood = [400, 422];

// whoever delivers a decision waits for 15 s: all the calls that one can lead to end before that
const orderTimeoutMs = 5_000;
const eventTimeoutMs = 3_000;

export function ordersIn(kubeConfig: KubeConfig, namespace: string, log: (line: string) => void): Orders {
  const api = kubeConfig.makeApiClient(CustomObjectsApi);
  const events = kubeConfig.makeApiClient(CoreV1Api);
  const place = { ...pizzaOrders, namespace };
  const check = createOrderCheck();
  const soon = within(orderTimeoutMs);

  const create = async (body: object): Promise<PizzaOrderResource | null> => {
    try {
      return pizzaOrderResource.parse(
        await api.createNamespacedCustomObject({ ...place, body, fieldValidation: 'Strict' }, soon),
      );
    } catch (error) {
      if (error instanceof ApiException && error.code === 409) return null;
      const problem = clusterProblem(error);
      if (error instanceof ApiException && refusedForGood.includes(error.code))
        throw new SlackApprovalError('delivery_rejected', problem);
      throw new Error(problem);
    }
  };
  const findSame = async ({ approvalId, digest }: Decision<unknown>): Promise<PizzaOrderResource> => {
    const name = resourceName(approvalId);
    const found = await api
      .getNamespacedCustomObject({ ...place, name }, soon)
      .then((answer) => pizzaOrderResource.parse(answer))
      .catch(toldShort);
    if (approvalOf(found)?.digest === digest) return found;
    throw new SlackApprovalError('delivery_rejected', `The cluster holds another order under the name ${name}.`);
  };
  /** What is on the order already says the same: an Event that cannot be written takes nothing from it. */
  const noteApproval = async (decision: Decision<unknown>, order: PizzaOrderResource): Promise<void> => {
    try {
      const body = approvalEvent(decision, order, namespace);
      await events.createNamespacedEvent({ namespace, body }, within(eventTimeoutMs));
    } catch (error) {
      if (error instanceof ApiException && error.code === 409) return;
      log(`orders: ${order.metadata.name} has no Event of its approval. ${clusterProblem(error)}`);
    }
  };

  return {
    async createOrFind(decision, order) {
      const body = resourceFor(decision, order);
      const { causes, unknownFields } = check(body);
      const fields = [...new Set([...causes.map(({ field }) => field), ...unknownFields])].join(', ');
      if (fields !== '')
        throw new SlackApprovalError('delivery_rejected', `No PizzaOrder can be made of it: ${fields}.`);
      const created = await create(body);
      await noteApproval(decision, created ?? (await findSame(decision)));
      return created === null ? 'found' : 'created';
    },
    async list() {
      const labelSelector = `${createdBy.key}=${createdBy.value}`;
      return await api
        .listNamespacedCustomObject({ ...place, labelSelector }, soon)
        .then(({ items }) => pizzaOrderResource.array().parse(items))
        .catch(toldShort);
    },
  };
}

function toldShort(error: unknown): never {
  throw new Error(clusterProblem(error));
}

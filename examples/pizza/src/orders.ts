// Carries out decisions: creates PizzaOrders in a cluster, and lists them.

import { type Decision, SlackApprovalError } from '@k8s-pizza/slack-approval';
import {
  ApiException,
  CoreV1Api,
  CustomObjectsApi,
  type KubeConfig,
  setHeaderOptions,
  VersionApi,
} from '@kubernetes/client-node';
import { clusterProblem, withTimeout } from './connections.js';
import { resultWithin } from './http-server.js';
import { type AnyOrder, readOrder } from './pizza-order.js';
import {
  approvalEvent,
  approvalOf,
  createdBy,
  createOrderCheck,
  type PizzaOrderResource,
  pizzaOrderResource,
  pizzaOrders,
  placeAtOf,
  placement,
  resourceName,
  toResource,
} from './pizza-order-resource.js';
import type { ApprovalTracer } from './telemetry.js';

export interface CarryOutParts {
  readonly orders: Orders;
  readonly log: (line: string) => void;
  /** @default nothing is traced */
  readonly tracer?: ApprovalTracer | null;
}

/**
 * Carries out a decision: creates the PizzaOrder of an approval, and logs every other outcome. Idempotent: decisions
 * are delivered at least once, and a repeat finds the existing order.
 *
 * @throws {SlackApprovalError} delivery_rejected — the order is invalid, so a retry cannot help
 */
export async function carryOut(
  { orders, log, tracer = null }: CarryOutParts,
  decision: Decision<unknown>,
): Promise<void> {
  const { approvalId, outcome } = decision;
  if (outcome !== 'approved') {
    log(`order function: ${approvalId} is ${outcome}${byWhom(decision)}, so nothing is ordered`);
    return;
  }
  const order = readOrder(decision);
  if (order === null)
    throw new SlackApprovalError(
      'delivery_rejected',
      `The payload of ${approvalId} is not a pizza order that this version understands.`,
    );
  const startAt = Date.now();
  const traceOrder = (end: object): void =>
    tracer?.span(approvalId, { name: 'order', startAt, endAt: Date.now(), ...end });
  const result = await orders.createOrFind(decision, order).catch((error: unknown) => {
    traceOrder({ problem: 'not created' });
    throw error;
  });
  traceOrder({ attributes: { 'order.result': result } });
  log(`order function: the PizzaOrder of ${approvalId} was ${result}`);
}

function byWhom({ decidedBy, reason }: Decision<unknown>): string {
  const who = decidedBy.length === 0 ? '' : ` by ${decidedBy.map(({ userId }) => userId).join(', ')}`;
  // a person writes the reason: as JSON, it cannot fake a line of the log
  return `${who}${reason === null ? '' : ` (${JSON.stringify(reason)})`}`;
}

/** The PizzaOrders of one namespace. Each is named after its approval, so nothing is ordered twice. */
export interface Orders {
  /** @throws {SlackApprovalError} delivery_rejected — the cluster will never accept this order */
  createOrFind(decision: Decision<unknown>, order: AnyOrder): Promise<'created' | 'found'>;
  /** The orders that this example created. */
  list(): Promise<readonly PizzaOrderResource[]>;
  /** Places the orders whose shift has started. One that fails is logged, and due again at the next call. */
  placeDue(listed: readonly PizzaOrderResource[], now: number): Promise<void>;
}

const permanentRefusals = [400, 422];

// a delivery times out after 15 s, so all calls of one delivery must finish before that
const orderTimeoutMs = 5_000;
const eventTimeoutMs = 3_000;

/** Creates and lists PizzaOrders in a cluster. */
export function ordersIn(kubeConfig: KubeConfig, namespace: string, log: (line: string) => void): Orders {
  const resources = pizzaOrderCalls(kubeConfig, namespace, orderTimeoutMs);
  const events = kubeConfig.makeApiClient(CoreV1Api);
  const check = createOrderCheck();

  const create = async (body: object): Promise<PizzaOrderResource | null> => {
    try {
      return pizzaOrderResource.parse(await resources.create(body));
    } catch (error) {
      if (error instanceof ApiException && error.code === 409) return null;
      if (error instanceof ApiException && permanentRefusals.includes(error.code))
        throw new SlackApprovalError('delivery_rejected', clusterProblem(error));
      throw new Error(clusterProblem(error));
    }
  };
  const findSame = async ({ approvalId, digest }: Decision<unknown>): Promise<PizzaOrderResource> => {
    const name = resourceName(approvalId);
    const found = await resources
      .get(name)
      .then((answer) => pizzaOrderResource.parse(answer))
      .catch(throwClusterProblem);
    if (approvalOf(found)?.digest === digest) return found;
    throw new SlackApprovalError('delivery_rejected', `The cluster has a different order named ${name}.`);
  };
  /** The order's annotations say the same, so a failed Event is only logged. */
  const writeEvent = async (decision: Decision<unknown>, order: PizzaOrderResource): Promise<void> => {
    try {
      const body = approvalEvent(decision, order, namespace);
      await events.createNamespacedEvent({ namespace, body }, withTimeout(eventTimeoutMs));
    } catch (error) {
      if (error instanceof ApiException && error.code === 409) return;
      log(`orders: ${order.metadata.name} has no Event about its approval. ${clusterProblem(error)}`);
    }
  };

  return {
    async createOrFind(decision, order) {
      const body = toResource(decision, order);
      const { causes, unknownFields } = check(body);
      const fields = [...new Set([...causes.map(({ field }) => field), ...unknownFields])].join(', ');
      if (fields !== '')
        throw new SlackApprovalError('delivery_rejected', `The order does not fit the CRD in these fields: ${fields}.`);
      const created = await create(body);
      await writeEvent(decision, created ?? (await findSame(decision)));
      return created === null ? 'found' : 'created';
    },
    async list() {
      return await resources
        .list()
        .then(({ items }) => pizzaOrderResource.array().parse(items))
        .catch(throwClusterProblem);
    },
    async placeDue(listed, now) {
      for (const order of listed) {
        const placeAt = placeAtOf(order);
        if (placeAt === null || Date.parse(placeAt) > now) continue;
        const { name } = order.metadata;
        const problem = await resources.patch(name, placement(order)).then(() => null, clusterProblem);
        log(`orders: ${name} ${problem === null ? 'is placed: its shift has started' : `was not placed. ${problem}`}`);
      }
    },
  };
}

const mergePatch = 'application/merge-patch+json';

/** The calls about PizzaOrders in one namespace. What they return is not checked yet. */
export function pizzaOrderCalls(kubeConfig: KubeConfig, namespace: string, timeoutMs: number) {
  const api = kubeConfig.makeApiClient(CustomObjectsApi);
  const place = { ...pizzaOrders, namespace };
  const options = withTimeout(timeoutMs);
  return {
    create: (body: object) => api.createNamespacedCustomObject({ ...place, body, fieldValidation: 'Strict' }, options),
    get: (name: string) => api.getNamespacedCustomObject({ ...place, name }, options),
    patch: (name: string, body: object) =>
      api.patchNamespacedCustomObject({ ...place, name, body }, setHeaderOptions('Content-Type', mergePatch, options)),
    list: () => api.listNamespacedCustomObject({ ...place, labelSelector: createdBy.selector }, options),
  };
}

function throwClusterProblem(error: unknown): never {
  throw new Error(clusterProblem(error));
}

/** What the cluster answered, or a sentence for people about why it did not. */
type ClusterAnswer<Value> = { readonly value: Value } | { readonly problem: string };

/** The cluster as slash commands show it. */
export interface ClusterView {
  version(): Promise<ClusterAnswer<string>>;
  /** Newest first. */
  orders(): Promise<ClusterAnswer<readonly PizzaOrderResource[]>>;
}

const defaultViewTimeoutMs = 4_000;

/** Reads a cluster's version and PizzaOrders for people, with a timeout for each call. */
export function clusterView(kubeConfig: KubeConfig, namespace: string, timeoutMs = defaultViewTimeoutMs): ClusterView {
  // only creating an order logs
  const orders = ordersIn(kubeConfig, namespace, () => undefined);
  const version = kubeConfig.makeApiClient(VersionApi);
  return {
    version: () =>
      answerOf(
        timeoutMs,
        version.getCode(withTimeout(timeoutMs)).then(({ gitVersion }) => gitVersion, throwClusterProblem),
      ),
    orders: () =>
      answerOf(
        timeoutMs,
        orders.list().then((all) => [...all].sort(newestFirst)),
      ),
  };
}

async function answerOf<Value>(timeoutMs: number, call: Promise<Value>): Promise<ClusterAnswer<Value>> {
  const answered = call.then(
    (value) => ({ value }),
    (error: unknown) => ({ problem: error instanceof Error ? error.message : 'The cluster was not reached.' }),
  );
  // the client's own timeout may be late, and does not cover a DNS lookup
  return (
    (await resultWithin(answered, timeoutMs)) ?? {
      problem: `The cluster did not answer within ${timeoutMs / 1_000} s.`,
    }
  );
}

function newestFirst(one: PizzaOrderResource, other: PizzaOrderResource): number {
  return other.metadata.creationTimestamp.localeCompare(one.metadata.creationTimestamp);
}

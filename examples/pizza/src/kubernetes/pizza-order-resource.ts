import type { Decision } from '@k8s-pizza/slack-approval';
import { z } from 'zod';
import type { PizzaOrder } from '../pizza-order.js';
import { pizzaStatus } from '../pizza-status.js';
import { labelValue } from './label-value.js';

/** Where PizzaOrders are in the Kubernetes API. */
export const pizzaOrders = { group: 'pizza.bilalashraf.xyz', version: 'v1', plural: 'pizzaorders' } as const;

export const apiVersion = `${pizzaOrders.group}/${pizzaOrders.version}`;
export const kind = 'PizzaOrder';

/** The label by which everything that was created here is found. */
export const createdBy = { key: 'app.kubernetes.io/created-by', value: 'k8s-pizza-observability' } as const;

const annotation = {
  approval: `${pizzaOrders.group}/approval-id`,
  digest: `${pizzaOrders.group}/approval-digest`,
  historyHead: `${pizzaOrders.group}/approval-history-head`,
  approvedBy: `${pizzaOrders.group}/approved-by`,
  maxPrice: `${pizzaOrders.group}/max-price`,
} as const;

/** A PizzaOrder as the API returns it, as far as this example reads it. */
export const pizzaOrderResource = z.object({
  metadata: z.object({
    name: z.string(),
    uid: z.string(),
    /** RFC 3339, of whole seconds. */
    creationTimestamp: z.string().default(''),
    annotations: z.record(z.string(), z.string()).default({}),
  }),
  spec: z.object({ placeOrder: z.boolean() }),
  status: pizzaStatus,
});
export type PizzaOrderResource = z.infer<typeof pizzaOrderResource>;

/** The same approval has the same name, whoever creates it and however often. */
export function resourceName(approvalId: string): string {
  return `pizza-${approvalId}`;
}

/** The resource an approval becomes. It says which decision it comes from, so that both can be held against each other later. */
export function resourceFor(decision: Decision<unknown>, { alert, order, maxPrice, test }: PizzaOrder) {
  return {
    apiVersion,
    kind,
    metadata: {
      name: resourceName(decision.approvalId),
      labels: {
        [createdBy.key]: createdBy.value,
        'alert-name': labelValue(alert.name),
        'alert-timestamp': labelValue(alert.since),
      },
      annotations: {
        [annotation.approval]: decision.approvalId,
        [annotation.digest]: decision.digest,
        [annotation.historyHead]: `${decision.historyHead.seq}:${decision.historyHead.hash}`,
        [annotation.approvedBy]: decision.decidedBy.map(({ userId }) => userId).join(','),
        [annotation.maxPrice]: maxPrice,
      },
    },
    spec: { placeOrder: test !== true, ...order },
  };
}

/** Which approval a resource says it comes from; null: none. */
export function approvalOf({ metadata }: PizzaOrderResource): { readonly id: string; readonly digest: string } | null {
  const { [annotation.approval]: id, [annotation.digest]: digest } = metadata.annotations;
  return id === undefined || digest === undefined ? null : { id, digest };
}

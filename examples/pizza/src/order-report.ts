import { z } from 'zod';
import { approvalOf, type PizzaOrderResource } from './kubernetes/pizza-order-resource.js';
import { pizzaStatus } from './pizza-status.js';

/** How far an order is, and which approval it comes from. */
const orderReport = z.object({
  approvalId: z.string().max(100),
  digest: z.string().max(100),
  status: pizzaStatus,
});
export type OrderReport = z.infer<typeof orderReport>;

export const mostReportsAtOnce = 200;
/** Their ids are 60 KB. A cluster with more keeps its deleted orders to itself. */
export const mostPresent = 2_000;

/** What the order function reports to the Slack app. */
export const progressMessage = z.strictObject({
  orders: z.array(orderReport).max(mostReportsAtOnce),
  /** From which approvals there are orders; null: this message does not say. */
  present: z.array(z.string().max(100)).max(mostPresent).nullable().default(null),
});

/** What there is to report of a resource; null: it comes from no approval. */
export function reportOf(order: PizzaOrderResource): OrderReport | null {
  const origin = approvalOf(order);
  return origin === null ? null : { approvalId: origin.id, digest: origin.digest, status: order.status };
}

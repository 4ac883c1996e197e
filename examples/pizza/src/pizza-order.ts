import type { Approvals, ApproverRule, DecisionSink, Kind, SinkFunction } from '@k8s-pizza/slack-approval';
import { z } from 'zod';
import { stepNames } from './progress-steps.js';

/** What is ordered, in the form of a PizzaOrder's `spec`: what people approve is what is created. */
const orderSpec = z.object({
  customer: z.object({ firstName: z.string(), lastName: z.string(), email: z.string() }),
  address: z.object({
    street: z.string(),
    city: z.string(),
    region: z.string().max(2),
    postalCode: z.string(),
    phone: z.string().regex(/^[2-9]\d{9}$/),
  }),
  pizzas: z.array(z.object({ size: z.enum(['small', 'medium', 'large']), toppings: z.array(z.string()) })).min(1),
  paymentSecret: z.object({ name: z.string() }),
});
export type OrderSpec = z.infer<typeof orderSpec>;

/** What people decide on, and what the order function carries out. */
export const pizzaOrder = z.object({
  alert: z.object({
    name: z.string(),
    severity: z.string(),
    since: z.string(),
    summary: z.string(),
    links: z.record(z.string(), z.string()),
  }),
  order: orderSpec,
  /** US dollars. The resource has no field for it: it goes with the order as an annotation. */
  maxPrice: z.string().regex(/^\d{1,4}(?:\.\d\d)?$/),
  /** It is a test: what is approved is created, and not placed. */
  test: z.literal(true).optional(),
});
export type PizzaOrder = z.infer<typeof pizzaOrder>;

export interface PizzaOrderSetup {
  readonly channel: string;
  readonly approvers: readonly ApproverRule[];
  readonly sink: DecisionSink | SinkFunction<PizzaOrder>;
}

export function definePizzaOrder(
  approvals: Approvals,
  { channel, approvers, sink }: PizzaOrderSetup,
): Kind<PizzaOrder, PizzaOrder> {
  return approvals.define('pizza-order', {
    schema: pizzaOrder,
    channel,
    card: ({ alert, maxPrice, order: { customer, address, pizzas }, test }) => ({
      title: test ? 'TEST: order pizza for the people on call?' : 'Order pizza for the people on call?',
      summary: alert.summary,
      fields: {
        ...(test
          ? { Test: 'Nothing is paid or baked: what you approve is created in the cluster, and not placed.' }
          : {}),
        Pizza: pizzas.map(({ size, toppings }) => `${size}, ${toppings.join(', ')}`).join('; '),
        'Deliver to': `${customer.firstName} ${customer.lastName}, ${address.street}, ${address.city}, ${address.region} ${address.postalCode}`,
        // nothing knows a price before the order is placed
        'At most': `$${maxPrice} (not enforced)`,
        Alert: alert.name,
        Severity: alert.severity,
        Since: alert.since,
      },
      links: alert.links,
    }),
    approvers,
    expiresIn: '30m',
    steps: stepNames,
    sink,
  });
}

import type { Approvals, ApproverRule, DecisionSink, Kind, SinkFunction } from '@k8s-pizza/slack-approval';
import { z } from 'zod';
import type { AlertNotification } from './alert-notification.js';
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
    instances: z.array(z.string()),
    severity: z.string(),
    since: z.string(),
    summary: z.string(),
  }),
  order: orderSpec,
});
export type PizzaOrder = z.infer<typeof pizzaOrder>;

/** The one alert that orders pizza. */
const orderingAlert = 'HighCPUUsage';

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
    card: ({ alert, order: { customer, address, pizzas } }) => ({
      title: 'Order pizza for the people on call?',
      summary: `${alert.name}: ${alert.summary}`,
      fields: {
        Pizza: pizzas.map(({ size, toppings }) => `${size}, ${toppings.join(', ')}`).join('; '),
        'Deliver to': `${customer.firstName} ${customer.lastName}, ${address.street}, ${address.city}, ${address.region} ${address.postalCode}`,
        Instances: alert.instances.join(', '),
        Severity: alert.severity,
        Since: alert.since,
      },
    }),
    approvers,
    expiresIn: '30m',
    steps: stepNames,
    sink,
  });
}

/** The order an alert asks for, or why it asks for none. */
export function orderFor(
  notification: AlertNotification,
  order: OrderSpec,
): PizzaOrder | { readonly noAction: string } {
  const firing = notification.alerts.filter(
    (alert) => alert.status === 'firing' && alert.labels.alertname === orderingAlert,
  );
  const [first] = firing;
  if (first === undefined) return { noAction: `no ${orderingAlert} alert is firing` };
  return {
    alert: {
      name: orderingAlert,
      instances: firing.map((alert) => alert.labels.instance ?? 'unknown'),
      severity: first.labels.severity ?? 'unknown',
      since: first.startsAt,
      summary: first.annotations.summary ?? 'no summary',
    },
    order,
  };
}

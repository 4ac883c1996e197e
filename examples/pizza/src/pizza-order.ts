import { type Approvals, type DecisionSink, type Kind, usergroup } from '@k8s-pizza/slack-approval';
import { z } from 'zod';
import type { AlertNotification } from './alert-notification.js';

/** What people decide on, and what the order function carries out. */
export const pizzaOrder = z.object({
  alert: z.object({
    name: z.string(),
    instances: z.array(z.string()),
    severity: z.string(),
    since: z.string(),
    summary: z.string(),
  }),
  pizza: z.object({ size: z.enum(['small', 'medium', 'large']), toppings: z.array(z.string()) }),
  customer: z.object({ name: z.string(), phone: z.string().regex(/^[2-9]\d{9}$/), address: z.string() }),
});
export type PizzaOrder = z.infer<typeof pizzaOrder>;

/** The one alert that orders pizza. */
const orderingAlert = 'HighCPUUsage';

export interface PizzaOrderSetup {
  readonly channel: string;
  readonly approverGroup: string;
  readonly sink: DecisionSink;
}

export function definePizzaOrder(
  approvals: Approvals,
  { channel, approverGroup, sink }: PizzaOrderSetup,
): Kind<PizzaOrder, PizzaOrder> {
  return approvals.define('pizza-order', {
    schema: pizzaOrder,
    channel,
    card: ({ alert, pizza, customer }) => ({
      title: 'Order pizza for the people on call?',
      summary: `${alert.name}: ${alert.summary}`,
      fields: {
        Pizza: `${pizza.size}, ${pizza.toppings.join(', ')}`,
        'Deliver to': `${customer.name}, ${customer.address}`,
        Instances: alert.instances.join(', '),
        Severity: alert.severity,
        Since: alert.since,
      },
    }),
    approvers: [usergroup(approverGroup)],
    expiresIn: '30m',
    sink,
  });
}

/** The order an alert asks for, or why it asks for none. */
export function orderFor(notification: AlertNotification): PizzaOrder | { readonly noAction: string } {
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
    pizza: { size: 'large', toppings: ['cheese', 'mushrooms'] },
    customer: { name: 'Ada Lovelace', phone: '4255550100', address: '12 Analytical Way, Seattle, WA 98101' },
  };
}

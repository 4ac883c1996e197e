import type { Kind, Logger } from '@k8s-pizza/slack-approval';
import {
  alertName,
  firingSince,
  highestSeverity,
  receiveAlerts,
  summaryOf,
} from '@k8s-pizza/slack-approval-alertmanager';
import type { AlertsConfig } from '../config.js';
import type { OrderSpec, PizzaOrder } from '../pizza-order.js';
import type { Route } from './route.js';

export interface AlertsRouteOptions {
  readonly kind: Kind<PizzaOrder, PizzaOrder>;
  readonly alerts: AlertsConfig;
  /** What an alert orders, and what it may cost. */
  readonly order: OrderSpec;
  readonly maxPrice: string;
  readonly logger: Pick<Logger, 'info' | 'error'>;
  readonly clock: () => number;
}

/** Where Alertmanager sends its notifications. One alert orders pizza; which instances it is about may change while it is asked. */
export function alertsRoute({ kind, alerts, order, maxPrice, logger, clock }: AlertsRouteOptions): Route {
  const answer = receiveAlerts({
    authentication: alerts.token === null ? 'none' : { bearer: alerts.token },
    asks: kind,
    alerts: [{ alertname: 'HighCPUUsage' }],
    payload: (group) => ({
      alert: {
        name: alertName(group),
        severity: highestSeverity(group) ?? 'unknown',
        since: firingSince(group),
        summary: summaryOf(group) ?? 'no summary',
        links: group.links,
      },
      order,
      maxPrice,
    }),
    linkHosts: alerts.linkHosts,
    logger,
    clock,
  });
  return { method: 'POST', path: '/alerts', answer };
}

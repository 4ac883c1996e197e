import type { Logger, Receiver } from '@k8s-pizza/slack-approval';
import {
  type Asks,
  alertName,
  firingSince,
  highestSeverity,
  receiveAlerts,
  summaryOf,
} from '@k8s-pizza/slack-approval-alertmanager';
import type { AlertsConfig } from './config.js';
import { cutText } from './cut-text.js';
import type { OrderSpec, PizzaOrder } from './pizza-order.js';

/** The label by which an alert says that it is a test. */
export const testLabel = 'pizza_test';

/** A card holds 8 KB, links included: an alert whose texts are longer still asks. */
export const mostOf = { name: 100, severity: 40, summary: 400 } as const;

export interface AlertSetup {
  readonly asks: Asks<PizzaOrder>;
  readonly alerts: AlertsConfig;
  /** What an alert orders, and what it may cost. */
  readonly order: OrderSpec;
  readonly maxPrice: string;
  readonly logger: Pick<Logger, 'info' | 'error'>;
  readonly clock: () => number;
}

/** Answers Alertmanager, wherever it sends to. Some alerts order pizza; which instances one is about may change while it is asked. */
export function answerAlerts(setup: AlertSetup): Receiver {
  const { asks, alerts, order, maxPrice, logger, clock } = setup;
  return receiveAlerts({
    authentication: alerts.token === null ? 'none' : { bearer: alerts.token },
    asks,
    alerts: alerts.names.map((alertname) => ({ alertname })),
    payload: (group) => ({
      alert: {
        name: cutText(alertName(group), mostOf.name),
        severity: cutText(highestSeverity(group) ?? 'unknown', mostOf.severity),
        since: firingSince(group),
        summary: cutText(summaryOf(group) ?? 'no summary', mostOf.summary),
        links: group.links,
      },
      order,
      maxPrice,
      ...(group.alerts.every(({ labels }) => labels[testLabel] !== undefined) ? { test: true as const } : {}),
    }),
    linkHosts: alerts.linkHosts,
    logger,
    clock,
  });
}

import {
  type ApprovalStore,
  type Approvals,
  type CreateApprovalsOptions,
  createApprovals,
  type DecisionSink,
  type Kind,
  type SinkFunction,
} from '@k8s-pizza/slack-approval';
import type { KubeConfig } from '@kubernetes/client-node';
import { approversOf } from '../approvers-of.js';
import type { AlertsConfig, SlackConfig } from '../config.js';
import { clusterView } from '../kubernetes/cluster-view.js';
import { linesTo } from '../lines-to.js';
import type { Listening } from '../listen.js';
import { type Operations, operate } from '../operations/operate.js';
import { definePizzaOrder, type OrderSpec, type PizzaOrder } from '../pizza-order.js';
import { showProgress } from '../progress-in-cluster.js';
import { alertsRoute } from './alerts-route.js';
import { asksRoute } from './asks-route.js';
import { startExpressHost } from './express-host.js';
import { progressRoute } from './progress-route.js';

export interface SlackAppOptions {
  readonly slack: SlackConfig;
  readonly framework: 'bolt' | 'express';
  /** Where decisions go. */
  readonly sink: DecisionSink | SinkFunction<PizzaOrder>;
  /** What the order function signs its questions and reports with; null: there is no way in for it. */
  readonly reportSecret: string | null;
  /** The cluster that is watched; null: somebody else reports what becomes of orders. */
  readonly cluster: { readonly kubeConfig: KubeConfig; readonly namespace: string } | null;
  /** The cluster that commands look into, whoever watches it. @default the one that is watched */
  readonly viewed?: SlackAppOptions['cluster'];
  /** Closed with the app. */
  readonly store: ApprovalStore;
  /** What an alert orders. */
  readonly order: OrderSpec;
  /** What that may cost, in US dollars. */
  readonly maxPrice: string;
  readonly alerts: AlertsConfig;
  readonly host: string;
  readonly port: number;
  readonly log: (line: string) => void;
  /** @default warnings and errors to the console */
  readonly logger?: NonNullable<CreateApprovalsOptions['logger']>;
  /** @default no traces, and ready until it is closed */
  readonly operations?: Operations;
  /** Epoch milliseconds. @default Date.now */
  readonly clock?: () => number;
}

const plainOperations: Operations = { tracer: null, isEnding: () => false };

/**
 * The Slack app: alerts come in at `POST /alerts` or, with questions and reports of the order function, at `/asks` and `/progress`;
 * Slack's requests at `/slack/…`. Decisions leave for the order function. What becomes of an order is shown on its card.
 */
export async function startSlackApp(options: SlackAppOptions): Promise<Listening> {
  const { slack, sink, store, log, clock = Date.now } = options;
  const { token, signingSecret, apiUrl } = slack;
  const approvals = createApprovals({
    slack: { token, signingSecret, apiUrl },
    store,
    clock,
    ...(options.logger === undefined ? {} : { logger: options.logger }),
  });
  const kind = definePizzaOrder(approvals, { channel: slack.channel, approvers: approversOf(slack), sink });
  approvals.on('progressed', ({ approval, step, state }) => log(`card of ${approval.id}: ${step} ${state}`));

  const listening = await startHost(options, approvals, kind);
  approvals.start();
  const stopProgress =
    options.cluster === null ? async () => undefined : showProgress({ approvals, ...options.cluster, log, clock });
  return {
    url: listening.url,
    async close() {
      await listening.close();
      await stopProgress();
      await approvals.stop();
      await store.close();
    },
  };
}

/** Serves the routes, and what Slack sends, by the framework that was chosen. */
async function startHost(
  options: SlackAppOptions,
  approvals: Approvals,
  kind: Kind<PizzaOrder, PizzaOrder>,
): Promise<Listening> {
  const {
    slack,
    framework,
    reportSecret,
    cluster,
    viewed = cluster,
    order,
    maxPrice,
    alerts,
    host,
    port,
    log,
    clock = Date.now,
  } = options;
  const { operations = plainOperations, logger = linesTo(log) } = options;
  const receiving = alertsRoute({ asks: kind, alerts, order, maxPrice, logger, clock });
  const fromFunction = reportSecret === null ? null : { secret: reportSecret, log };
  const routes = [
    ...operate(approvals, receiving, operations),
    ...(fromFunction === null ? [] : [asksRoute(kind, fromFunction), progressRoute(approvals, fromFunction, clock)]),
  ];
  const hosting = { approvals, routes, host, port, log };
  if (framework === 'express') return await startExpressHost(hosting);
  const commands = {
    approvals,
    kind,
    order,
    maxPrice,
    cluster: viewed === null ? null : clusterView(viewed.kubeConfig, viewed.namespace),
    // as it is served, traced or not
    alerts: {
      route: routes.find(({ path }) => path === receiving.path) ?? receiving,
      token: alerts.token,
      alertname: alerts.names[0],
    },
    clock,
  };
  // Express alone is up sooner without it
  const { startBoltHost } = await import('./bolt-host.js');
  return await startBoltHost({ ...hosting, slack, commands });
}

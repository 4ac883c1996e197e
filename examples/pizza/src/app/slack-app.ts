import {
  type ApprovalStore,
  type CreateApprovalsOptions,
  channelMembers,
  createApprovals,
  type DecisionSink,
  type SinkFunction,
  user,
  usergroup,
} from '@k8s-pizza/slack-approval';
import type { KubeConfig } from '@kubernetes/client-node';
import type { AlertsConfig, SlackConfig } from '../config.js';
import { followOrders } from '../kubernetes/follow-orders.js';
import type { Listening } from '../listen.js';
import { type Operations, operate } from '../operations/operate.js';
import { definePizzaOrder, type OrderSpec, type PizzaOrder } from '../pizza-order.js';
import { createProgress } from '../progress.js';
import { alertsRoute } from './alerts-route.js';
import { startExpressHost } from './express-host.js';

export interface SlackAppOptions {
  readonly slack: SlackConfig;
  /** Where decisions go. */
  readonly sink: DecisionSink | SinkFunction<PizzaOrder>;
  /** The cluster that is watched; null: somebody else reports what becomes of orders. */
  readonly cluster: { readonly kubeConfig: KubeConfig; readonly namespace: string } | null;
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
 * The Slack app: alerts come in at `POST /alerts`, Slack's requests at `/slack/…`, decisions leave for the order function, and what
 * becomes of an order is watched in the cluster and shown on its card.
 */
export async function startSlackApp(options: SlackAppOptions): Promise<Listening> {
  const { slack, sink, store, operations, host, port, log, clock = Date.now } = options;
  const approvals = createApprovals({
    slack,
    store,
    clock,
    ...(options.logger === undefined ? {} : { logger: options.logger }),
  });
  const kind = definePizzaOrder(approvals, { channel: slack.channel, approvers: approversOf(slack), sink });
  approvals.on('progressed', ({ approval, step, state }) => log(`card of ${approval.id}: ${step} ${state}`));

  const { alerts, order, maxPrice, logger = linesTo(log) } = options;
  const receiving = alertsRoute({ kind, alerts, order, maxPrice, logger, clock });
  const routes = operate(approvals, receiving, operations ?? plainOperations);
  const listening = await startExpressHost({ approvals, routes, host, port, log });
  approvals.start();
  const progress = createProgress(approvals, log);
  const stopFollowing =
    options.cluster === null
      ? async () => undefined
      : followOrders({
          ...options.cluster,
          onOrder: (one) => progress.note(one),
          onGone: (one) => progress.note(one, 'gone'),
          log,
        });
  return {
    url: listening.url,
    async close() {
      await listening.close();
      await stopFollowing();
      await progress.stop();
      await approvals.stop();
      await store.close();
    },
  };
}

/** The demo's log is read by a person: what was done, in a line. */
function linesTo(log: (line: string) => void) {
  const line = (message: unknown): void => log(String(message));
  return { info: line, error: line };
}

function approversOf({ approvers }: SlackConfig) {
  if (approvers.length === 0) return [channelMembers()];
  return approvers.map((id) => (id.startsWith('S') ? usergroup(id) : user(id)));
}

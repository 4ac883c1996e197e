// The Slack app: its approvals, its routes, and the Express host.

import {
  type Approvals,
  type CreateApprovalsOptions,
  createApprovals,
  type DecisionSink,
  isSlackApprovalError,
  type Kind,
  type Logger,
  type SinkFunction,
} from '@k8s-pizza/slack-approval';
import { receiveStream } from '@k8s-pizza/slack-approval/host';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { approvalsRouter } from '@k8s-pizza/slack-approval-express';
import { receiveAsks } from '@k8s-pizza/slack-approval-http';
import type { KubeConfig } from '@kubernetes/client-node';
import express from 'express';
import { alertsRoute, plainLogger } from './answer-alerts.js';
import type { ServiceConfig } from './config.js';
import { followOrders } from './follow-orders.js';
import { endOf, finishWithinMs, type HostOptions, type Listening, listen, type Route } from './http-server.js';
import { type Operations, operationsRoutes } from './operations.js';
import { clusterView } from './orders.js';
import { definePizzaOrder, definePizzaParty, peopleOf } from './pizza-kinds.js';
import { type AnyOrder, kindNames, type PizzaOrder, type PizzaParty } from './pizza-order.js';

type Settings = Pick<
  ServiceConfig,
  'slack' | 'framework' | 'reportSecret' | 'order' | 'maxPrice' | 'shiftStarts' | 'alerts' | 'host' | 'port'
>;
type Cluster = { readonly kubeConfig: KubeConfig; readonly namespace: string } | null;

export interface SlackAppOptions extends Settings {
  /** Where decisions go. */
  readonly sink: DecisionSink | SinkFunction<AnyOrder>;
  /** The cluster whose orders this app follows. Null: the order function reports them. */
  readonly cluster: Cluster;
  /** The cluster that slash commands show. @default cluster */
  readonly viewed?: Cluster;
  /** Closed with the app. */
  readonly store: ApprovalStore;
  readonly log: (line: string) => void;
  /** @default warnings and errors to the console */
  readonly logger?: NonNullable<CreateApprovalsOptions['logger']>;
  /** @default no telemetry, and ready until it is closed */
  readonly operations?: Operations;
  /** Epoch milliseconds. @default Date.now */
  readonly clock?: () => number;
}

/**
 * Starts the Slack app. It takes alerts at `POST /alerts`, the order function's questions and reports at `/approvals`,
 * and Slack's requests at `/slack/…`. It sends decisions to the sink, and shows on each card how far the order is.
 */
export async function startSlackApp(options: SlackAppOptions): Promise<Listening> {
  const { slack, sink, store, log, clock = Date.now } = options;
  const { token, signingSecret, apiUrl, troubleChannel } = slack;
  const approvals = createApprovals({
    slack: { token, signingSecret, apiUrl },
    store,
    clock,
    troubleChannel,
    ...(options.logger === undefined ? {} : { logger: options.logger }),
  });
  const setup = { ...peopleOf(slack), sink };
  const kinds = { kind: definePizzaOrder(approvals, setup), party: definePizzaParty(approvals, setup) };
  approvals.on('progressed', ({ approval, step, state }) => log(`card of ${approval.id}: ${step} ${state}`));

  const listening = await startHost(options, approvals, kinds);
  approvals.start();
  const stopFollowing =
    options.cluster === null ? async () => undefined : followOrders({ approvals, ...options.cluster, log, clock });
  return {
    url: listening.url,
    async close() {
      await listening.close();
      await stopFollowing();
      await approvals.stop();
      await store.close();
    },
  };
}

interface Kinds {
  readonly kind: Kind<PizzaOrder, PizzaOrder>;
  readonly party: Kind<PizzaParty, PizzaParty>;
}

const defaultOperations: Operations = { telemetry: null, isEnding: () => false };

async function startHost(options: SlackAppOptions, approvals: Approvals, { kind, party }: Kinds): Promise<Listening> {
  const {
    slack,
    framework,
    reportSecret,
    order,
    maxPrice,
    shiftStarts,
    alerts,
    host,
    port,
    log,
    clock = Date.now,
  } = options;
  const { operations = defaultOperations, logger = plainLogger(log), cluster, viewed = cluster } = options;
  const plainAlerts = alertsRoute({ asks: kind, alerts, order, maxPrice, shiftStarts, logger, clock });
  const routes = [
    ...operationsRoutes(approvals, plainAlerts, operations),
    ...(reportSecret === null ? [] : [functionRoute(approvals, { kind, party }, reportSecret, logger)]),
  ];
  const hostOptions = { approvals, routes, host, port, log };
  if (framework === 'express') return await startExpressHost(hostOptions);
  // the route as it is served: it may be traced
  const route = routes.find(({ path }) => path === plainAlerts.path) ?? plainAlerts;
  const commands = {
    approvals,
    kind,
    party,
    order,
    maxPrice,
    shiftStarts,
    cluster: viewed === null ? null : clusterView(viewed.kubeConfig, viewed.namespace),
    alerts: { route, token: alerts.token, alertname: alerts.names[0] },
    clock,
  };
  // the Express host starts faster without Bolt
  const { startBoltHost } = await import('./bolt-host.js');
  return await startBoltHost({ ...hostOptions, slack, commands });
}

/**
 * The order function's route: it asks for alerts, and reports how far every order is.
 *
 * The name is on the cards of its questions. Signatures are checked by the machine's clock, as they are made.
 */
export function functionRoute(approvals: Approvals, { kind, party }: Kinds, secret: string, logger: Logger): Route {
  const credential = { secret, requester: 'order function', kinds: kindNames, carriesOut: true };
  const kinds = { 'pizza-order': kind, 'pizza-party': party };
  return { method: null, path: '/approvals', answer: receiveAsks(approvals, { kinds, secrets: [credential], logger }) };
}

/** The lighter host: Express with the library's own command, buttons and Home tab. `bolt-host.ts` is the fuller one. */
export async function startExpressHost({ approvals, routes, host, port, log }: HostOptions): Promise<Listening> {
  const app = express();
  app.disable('x-powered-by');
  app.use(approvalsRouter(approvals));
  const methods = { GET: 'get', POST: 'post' } as const;
  for (const route of routes) {
    app[route.method === null ? 'use' : methods[route.method]](route.path, async (request, response) => {
      const { method, originalUrl: url } = request;
      const header = (name: string) => request.get(name);
      const sent = { method, url, header, signal: endOf(response), body: request };
      const answer = await receiveStream(route.answer, sent);
      response.status(answer.status).set(answer.headers).send(answer.body);
    });
  }
  app.use((error: unknown, _request: express.Request, response: express.Response, _next: express.NextFunction) => {
    const status = statusOf(error);
    if (status === 500) log(`Slack app: ${isSlackApprovalError(error) ? error.message : 'a request failed'}`);
    response.status(status).json({ error: 'the request could not be answered' });
  });
  return await listen(app.listen(port, host), finishWithinMs);
}

/**
 * Express reports a bad request, such as one that is too large, cut off or in an unknown encoding, by a 4xx status on
 * the error.
 */
function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? error.status : 500;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

// The order function: what it does, and how Azure Functions calls it.

import { AsyncLocalStorage } from 'node:async_hooks';
import type { app as functionApp, HttpHandler, InvocationContext } from '@azure/functions';
import { createApprovals, type Decision, receiveDecision } from '@k8s-pizza/slack-approval';
import type { Receiver } from '@k8s-pizza/slack-approval/host';
import { rawHandler, registerApprovals } from '@k8s-pizza/slack-approval-azure-functions';
import { type OrderPizzaSetup, plainLogger, receiveOrderPizza } from './answer-alerts.js';
import { type FunctionConfig, readFunctionConfig, type SlackAppPlace } from './config.js';
import { connectCluster, lazyStore, openServerStore } from './connections.js';
import { createReportProgress, type ReportProgressParts } from './follow-orders.js';
import { type CarryOutParts, carryOut, ordersIn } from './orders.js';
import { definePizzaOrder, definePizzaParty, peopleOf } from './pizza-kinds.js';
import { connectToSlackApp, type SlackAppLink } from './slack-app-link.js';
import { lazyTelemetry, startTelemetry, type Telemetry, traceAlerts } from './telemetry.js';

export type PizzaFunctionParts = OrderPizzaSetup & ReportProgressParts & CarryOutParts & SlackAppLink;

/** What the function app does, independent of Azure. */
export interface PizzaFunction {
  /** `OrderPizza`: alerts and confirmations. */
  readonly orderPizza: Receiver;
  /** `HttpPizzaOrderConfirmationHandler`: signed decisions. Null if the Slack app is in this process. */
  readonly confirm: Receiver | null;
  /** `ReportProgress`. */
  readonly reportProgress: () => Promise<void>;
}

export function createPizzaFunction(parts: PizzaFunctionParts): PizzaFunction {
  const { decisionSecret, logger, tracer = null } = parts;
  const confirm =
    decisionSecret === null
      ? null
      : receiveDecision({
          secrets: decisionSecret,
          handler: (decision) => carryOut(parts, decision),
          logger,
        });
  const receive = receiveOrderPizza(parts);
  const orderPizza = tracer === null ? receive : traceAlerts(receive, tracer);
  return { orderPizza, confirm, reportProgress: createReportProgress(parts) };
}

type App = Pick<typeof functionApp, 'http' | 'timer'>;
type Log = (line: string) => void;

/** Starts the function app: registers its functions, or, if the settings are wrong, functions that say so. */
export function startOrderFunction(app: App, environment: Readonly<Record<string, string | undefined>>): void {
  const read = readFunctionConfig(environment);
  if ('problems' in read) registerMisconfigured(app, read.problems);
  else registerFunctions(app, read.config, invocationLog);
}

/** An instance may stop after its response. It would count from 0 again and again, so it sends no metrics. */
const sentAtOnce = { serviceName: 'pizza-function', traces: true, metrics: false, sending: 'at once' } as const;

/** Registers all functions. Nothing outside is called before a function is. */
export function registerFunctions(app: App, config: FunctionConfig, log: Log): void {
  const { slackApp, cluster, ...settings } = config;
  const orders = ordersIn(connectCluster(cluster), settings.namespace, log);
  const telemetry = config.isTraced ? lazyTelemetry(() => startTelemetry(sentAtOnce), log) : null;
  const carryOutParts = { orders, log, tracer: telemetry?.tracer ?? null };
  const link =
    slackApp.at === 'elsewhere' ? connectToSlackApp(slackApp) : hostSlackApp(app, slackApp, carryOutParts, telemetry);
  const parts = { ...settings, ...link, ...carryOutParts, logger: plainLogger(log), clock: Date.now };
  registerPizza(app, createPizzaFunction(parts));
}

/** Runs the Slack app in this function app, at `/api/slack`: decisions are carried out in this process. */
function hostSlackApp(
  app: App,
  { slack, database }: Extract<SlackAppPlace, { at: 'here' }>,
  carryOutParts: CarryOutParts,
  telemetry: Telemetry | null,
): SlackAppLink {
  const { log } = carryOutParts;
  const store = lazyStore(() => openServerStore(database, log));
  const { token, signingSecret, apiUrl, troubleChannel } = slack;
  const approvals = createApprovals({ slack: { token, signingSecret, apiUrl }, store, troubleChannel });
  const setup = { ...peopleOf(slack), sink: (decision: Decision<unknown>) => carryOut(carryOutParts, decision) };
  const kind = definePizzaOrder(approvals, setup);
  // no command asks for a party here, but another process on the same database may have asked
  definePizzaParty(approvals, setup);
  registerApprovals(app, approvals);
  telemetry?.instrument(approvals);
  return { asks: kind, approvals, decisionSecret: null };
}

const everyMinute = '0 * * * * *';

/** Registers the functions under their names, which are part of their addresses. */
function registerPizza(app: App, { orderPizza, confirm, reportProgress }: PizzaFunction): void {
  const handlerOf = (receive: Receiver) => withInvocationLog(rawHandler(receive));
  app.http('OrderPizza', { methods: ['POST'], authLevel: 'function', handler: handlerOf(orderPizza) });
  if (confirm !== null)
    app.http('HttpPizzaOrderConfirmationHandler', {
      methods: ['POST'],
      // the signature authenticates a decision
      authLevel: 'anonymous',
      handler: handlerOf(confirm),
    });
  app.timer('ReportProgress', { schedule: everyMinute, handler: withInvocationLog(() => reportProgress()) });
}

/**
 * Registers every function as one that answers 500 and logs what is wrong with the settings.
 *
 * An app that throws at its start would have no functions at all. Alertmanager gives up on a 404, but retries a 500
 * until the settings are right.
 */
export function registerMisconfigured(app: App, problems: readonly string[]): void {
  const list = ['not_configured: the settings of this function app are not complete:', ...problems].join('\n  ');
  const handler: HttpHandler = async (_request, context) => {
    context.error(list);
    return { status: 500, jsonBody: { error: 'not_configured' } };
  };
  app.http('OrderPizza', { methods: ['POST'], authLevel: 'function', handler });
  app.http('HttpPizzaOrderConfirmationHandler', { methods: ['POST'], authLevel: 'anonymous', handler });
  app.http('slackApprovals', { methods: ['POST'], authLevel: 'anonymous', route: 'slack/{door?}', handler });
  app.timer('ReportProgress', {
    // the list is in the log as soon as the app starts
    runOnStartup: true,
    schedule: '0 */5 * * * *',
    handler: () => Promise.reject(new Error(list)),
  });
}

const currentInvocation = new AsyncLocalStorage<InvocationContext>();

/** Logs to the current invocation, or to the process outside of one. */
function invocationLog(line: string): void {
  const context = currentInvocation.getStore();
  if (context === undefined) console.log(line);
  else context.log(line);
}

/** Makes `invocationLog` write to the invocation of this handler. */
function withInvocationLog<Given, Result>(
  handler: (given: Given, context: InvocationContext) => Result,
): (given: Given, context: InvocationContext) => Result {
  return (given, context) => currentInvocation.run(context, () => handler(given, context));
}

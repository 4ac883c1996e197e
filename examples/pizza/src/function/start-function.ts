import type { app as functionApp } from '@azure/functions';
import { createApprovals } from '@k8s-pizza/slack-approval';
import { registerApprovals } from '@k8s-pizza/slack-approval-azure-functions';
import { openServerStore } from '../app/open-server-store.js';
import { approversOf } from '../approvers-of.js';
import { connectCluster } from '../kubernetes/connect-cluster.js';
import { ordersIn } from '../kubernetes/orders.js';
import { linesTo } from '../lines-to.js';
import { createMissingOrders } from '../missing-orders.js';
import type { ApprovalTracer } from '../operations/approval-trace.js';
import { lazyTracer } from '../operations/lazy-tracer.js';
import { traceApprovals } from '../operations/trace-approvals.js';
import { definePizzaOrder } from '../pizza-order.js';
import { tellReports } from '../tell-reports.js';
import { type CarryOutParts, carryOut } from './carry-out.js';
import type { FunctionConfig, SlackApp } from './function-config.js';
import { lazyStore } from './lazy-store.js';
import { createPizzaFunction } from './pizza-function.js';
import { registerPizza } from './register-pizza.js';
import { slackAppThere, type ToSlack } from './slack-app-there.js';

type App = Pick<typeof functionApp, 'http' | 'timer'>;
type Log = (line: string) => void;

/** Registers everything that the configuration asks for. Nothing outside is called before a function is. */
export function startFunction(app: App, config: FunctionConfig, log: Log): void {
  const { slackApp, cluster, ...settings } = config;
  const orders = ordersIn(connectCluster(cluster), settings.namespace, log);
  const tracer = config.isTraced ? lazyTracer(tracerOfFunction, log) : null;
  const carrying = { orders, log, tracer };
  const toSlack = slackApp.is === 'apart' ? slackAppThere(slackApp) : slackAppHere(app, slackApp, carrying);
  registerPizza(
    app,
    createPizzaFunction({ ...settings, ...toSlack, ...carrying, logger: linesTo(log), clock: Date.now }),
  );
}

/** Slack's requests are answered here, and a decision is carried out in this process. */
function slackAppHere(
  app: App,
  { slack, database }: Extract<SlackApp, { is: 'here' }>,
  carrying: CarryOutParts,
): ToSlack {
  const store = lazyStore(() => openServerStore(database, carrying.log));
  const { token, signingSecret, apiUrl } = slack;
  const approvals = createApprovals({ slack: { token, signingSecret, apiUrl }, store });
  const kind = definePizzaOrder(approvals, {
    channel: slack.channel,
    approvers: approversOf(slack),
    sink: (decision) => carryOut(carrying, decision),
  });
  registerApprovals(app, approvals);
  const noteMissing = createMissingOrders(approvals, Date.now);
  if (carrying.tracer !== null && carrying.tracer !== undefined) traceApprovals(approvals, carrying.tracer);
  return {
    asks: kind,
    tell: (reports, present) => tellReports({ approvals, noteMissing, log: carrying.log }, reports, present),
    decisionSecret: null,
  };
}

async function tracerOfFunction(): Promise<ApprovalTracer> {
  const { startTracing } = await import('../operations/start-tracing.js');
  return startTracing('pizza-function', 'at once').tracer;
}

import { type DecisionSink, type SinkFunction, webhook } from '@k8s-pizza/slack-approval';
import type { KubeConfig } from '@kubernetes/client-node';
import type { Logger } from 'pino';
import { openStore } from './app/open-store.js';
import { startSlackApp } from './app/slack-app.js';
import type { Config, ServiceConfig } from './config.js';
import { type CarryOutParts, carryOut } from './function/carry-out.js';
import { connectCluster } from './kubernetes/connect-cluster.js';
import { ordersIn } from './kubernetes/orders.js';
import type { Listening } from './listen.js';
import { approvalsLogger } from './operations/logger.js';
import { startTracing } from './operations/start-tracing.js';
import type { PizzaOrder } from './pizza-order.js';

type Sink = DecisionSink | SinkFunction<PizzaOrder>;

/** The Slack app as it is deployed: nothing is simulated, and everything is logged as JSON. */
export async function startService(config: ServiceConfig, logger: Logger): Promise<Listening> {
  const log = (line: string): void => logger.info(line);
  const { slack, database, namespace, order, maxPrice, alerts, host, port } = config;
  const kubeConfig = config.cluster === null ? null : connectCluster(config.cluster);
  const tracing = config.isTraced ? startTracing('slack-approval-pizza') : null;
  const store = await openStore(database, log);
  let isEnding = false;
  const app = await startSlackApp({
    slack,
    framework: config.framework,
    sink: sinkOf(config, kubeConfig, { log, tracer: tracing?.tracer ?? null }),
    cluster: kubeConfig === null ? null : { kubeConfig, namespace },
    reportSecret: config.reportSecret,
    store,
    order,
    maxPrice,
    alerts,
    host,
    port,
    log,
    logger: approvalsLogger(logger),
    operations: { tracer: tracing?.tracer ?? null, isEnding: () => isEnding },
  });
  logger.info({ url: app.url, database: database.type }, 'the Slack app takes requests');
  return {
    url: app.url,
    async close() {
      isEnding = true;
      await app.close();
      await tracing?.close();
    },
  };
}

/** Decisions go to the function; without one, this process orders by itself. */
function sinkOf(
  { orderFunction, namespace }: Config,
  kubeConfig: KubeConfig | null,
  carrying: Omit<CarryOutParts, 'orders'>,
): Sink {
  if (orderFunction !== null) return webhook(orderFunction.url, { secret: orderFunction.secret });
  if (kubeConfig === null) throw new Error('There is neither an order function nor a cluster.');
  const orders = ordersIn(kubeConfig, namespace, carrying.log);
  return (decision) => carryOut({ ...carrying, orders }, decision);
}

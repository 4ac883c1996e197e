// The entry of the service, `npm start`: reads the environment, starts the Slack app, and ends it on SIGTERM or SIGINT.

import { type DecisionSink, type SinkFunction, webhook } from '@k8s-pizza/slack-approval';
import type { KubeConfig } from '@kubernetes/client-node';
import type { Logger } from 'pino';
import { type Config, readServiceConfig, type ServiceConfig } from './config.js';
import { connectCluster, openStore } from './connections.js';
import type { Listening } from './http-server.js';
import { createLogger } from './operations.js';
import { type CarryOutParts, carryOut, ordersIn } from './orders.js';
import type { AnyOrder } from './pizza-order.js';
import { startSlackApp } from './slack-app.js';
import { startTelemetry } from './telemetry.js';

const read = readServiceConfig(process.env);
if ('problems' in read) {
  process.stderr.write(`The configuration is not complete:\n${read.problems.map((line) => `  ${line}\n`).join('')}`);
  process.exitCode = 1;
} else {
  run(read.config);
}

function run(config: ServiceConfig): void {
  const logger = createLogger(config.logLevel);
  let service: Listening | null = null;
  let isEnding = false;
  const end = (signal: string): void => {
    // npm and the terminal each send the signal: the second one must not cut off what is finishing
    if (isEnding) return;
    isEnding = true;
    logger.info(`${signal}: ending`);
    // before the start there is nothing to finish, and the start may wait for Slack
    if (service === null) process.exit(0);
    service.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error(`The Slack app did not end cleanly. ${reasonOf(error)}`);
        process.exit(1);
      },
    );
  };
  // the first process of a container ignores every signal it has no handler for
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  startService(config, logger).then(
    (started) => {
      service = started;
    },
    (error: unknown) => {
      logger.error(`The Slack app did not start. ${reasonOf(error)}`);
      process.exit(1);
    },
  );
}

/** Starts the Slack app as it is deployed: nothing is simulated, and the log is JSON. */
async function startService(config: ServiceConfig, logger: Logger): Promise<Listening> {
  const log = (line: string): void => logger.info(line);
  const { slack, framework, reportSecret, database, namespace, order, maxPrice, shiftStarts, alerts, host, port } =
    config;
  const kubeConfig = config.cluster === null ? null : connectCluster(config.cluster);
  const { traces, metrics } = config.telemetry;
  const telemetry =
    traces || metrics ? await startTelemetry({ serviceName: 'slack-approval-pizza', traces, metrics }) : null;
  let isEnding = false;
  const app = await startSlackApp({
    ...{ slack, framework, reportSecret, order, maxPrice, shiftStarts, alerts, host, port, log },
    sink: sinkOf(config, kubeConfig, { log, tracer: telemetry?.tracer ?? null }),
    cluster: kubeConfig === null ? null : { kubeConfig, namespace },
    store: await openStore(database, log),
    logger,
    operations: { telemetry, isEnding: () => isEnding },
  });
  logger.info({ url: app.url, database: database.type }, 'the Slack app takes requests');
  return {
    url: app.url,
    async close() {
      isEnding = true;
      await app.close();
      await telemetry?.close();
    },
  };
}

/** Decisions go to the order function. Without one, this process creates the orders. */
function sinkOf(
  { orderFunction, namespace }: Config,
  kubeConfig: KubeConfig | null,
  parts: Omit<CarryOutParts, 'orders'>,
): DecisionSink | SinkFunction<AnyOrder> {
  if (orderFunction !== null) return webhook(orderFunction.url, { secret: orderFunction.secret });
  if (kubeConfig === null)
    throw new Error('Decisions must go somewhere: set AZURE_FUNCTION_URL, KUBERNETES_API_URL or KUBECONFIG.');
  const orders = ordersIn(kubeConfig, namespace, parts.log);
  return (decision) => carryOut({ ...parts, orders }, decision);
}

/**
 * A failure in one sentence, without the stack and without the error's other fields: they may quote an address with its
 * password.
 */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'The reason is unknown.';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  if (code === 'EADDRINUSE') return 'Another process listens on HOST and PORT (EADDRINUSE).';
  // after several failed addresses, Node leaves the message empty
  return error.message === '' ? `It failed with ${code}.` : error.message;
}

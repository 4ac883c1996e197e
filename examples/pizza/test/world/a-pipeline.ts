import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { app } from '@azure/functions';
import { webhook } from '@k8s-pizza/slack-approval';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { CustomObjectsApi, setHeaderOptions } from '@kubernetes/client-node';
import { freePort } from 'test-engines/free-port';
import { startFunctionApp } from 'test-engines/function-app';
import { onTestFinished } from 'vitest';
import { cardsIn, clickAndSubmit } from '../../demo/cards.js';
import { until } from '../../demo/until.js';
import { connectCluster, openStore } from '../../src/connections.js';
import { registerFunctions } from '../../src/order-function.js';
import { ordersIn } from '../../src/orders.js';
import { startSlackApp } from '../../src/slack-app.js';
import { aCluster, aFolder } from './a-cluster.js';
import { aPizzaOrder, usualOrder } from './an-approval.js';
import { aSecret, customer, functionConfigOf } from './an-environment.js';

const place = { group: 'pizza.bilalashraf.xyz', version: 'v1', namespace: 'default', plural: 'pizzaorders' };
const merge = setHeaderOptions('Content-Type', 'application/merge-patch+json');

/** What is outside of the function app: a simulated Slack, and a cluster whose orders move when a test says so. */
export async function theOutside() {
  const simulator = await createSlackSimulator();
  onTestFinished(() => simulator.close());
  const cluster = await aCluster();
  const kubeConfig = connectCluster({ apiUrl: cluster.url, token: null });
  const orders = ordersIn(kubeConfig, 'default', () => undefined);
  return {
    simulator,
    cluster,
    orders,
    order: () => until('an order', async () => (await orders.list())[0] ?? null),
    /** The pizza reaches these stages. */
    async begin(name: string, ...stages: readonly string[]) {
      const tracker = Object.fromEntries(stages.map((stage) => [stage, new Date().toISOString()]));
      const body = { status: { tracker } };
      await kubeConfig
        .makeApiClient(CustomObjectsApi)
        .patchNamespacedCustomObjectStatus({ ...place, name, body }, merge);
    },
    remove: (name: string) =>
      kubeConfig.makeApiClient(CustomObjectsApi).deleteNamespacedCustomObject({ ...place, name }),
    card: (what: string) => until(what, () => cardsIn(simulator).find(({ text }) => text.includes(what)) ?? null),
    cards: () => cardsIn(simulator),
    click: (userId: string, ts: string, verb: string) =>
      clickAndSubmit(simulator, { userId, channelId: 'C0PIZZA', ts, actionId: `approval:default:${verb}` }),
  };
}

/** Serves a function app by the real library, and keeps what it logs. */
export async function theFunction(environment: Readonly<Record<string, string>>) {
  const lines: string[] = [];
  const config = functionConfigOf(environment);
  const server = await startFunctionApp(() => registerFunctions(app, config, (line) => void lines.push(line)));
  onTestFinished(server.close);
  const send = async (body: object, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await fetch(`${server.url}/OrderPizza`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.json() };
  };
  return { ...server, send, lines };
}

/** The function app and the Slack app, apart: two servers that share nothing but two secrets. */
export async function theTwoApart(
  settings: Readonly<Record<string, string>> = {},
  framework: 'bolt' | 'express' = 'express',
) {
  const outside = await theOutside();
  const { simulator, cluster } = outside;
  const port = await freePort();
  const appUrl = `http://127.0.0.1:${port}`;
  const [reportSecret, decisionSecret] = [aSecret(), aSecret()];
  const pizza = await theFunction({
    ...customer,
    SLACK_APP_URL: appUrl,
    REPORT_SECRET: reportSecret,
    DECISION_SECRET: decisionSecret,
    KUBERNETES_API_URL: cluster.url,
    ...settings,
  });
  const gate = await aGate(`${pizza.url}/HttpPizzaOrderConfirmationHandler`);
  const file = join(await aFolder(), 'approvals.db');
  let aheadMs = 0;
  const startApp = async () => {
    const slackApp = await startSlackApp({
      slack: {
        token: simulator.botToken,
        signingSecret: simulator.signingSecret,
        apiUrl: simulator.apiUrl,
        appToken: null,
        channel: 'C0PIZZA',
        approvers: ['U0ALICE'],
      },
      framework,
      sink: webhook(gate.url, { secret: decisionSecret }),
      reportSecret,
      cluster: null,
      store: await openStore({ type: 'sqlite', file }, () => undefined),
      order: usualOrder,
      maxPrice: aPizzaOrder.maxPrice,
      shiftStarts: aPizzaOrder.shiftStarts,
      alerts: { token: null, linkHosts: [], names: ['HighCPUUsage'] },
      host: '127.0.0.1',
      port,
      log: () => undefined,
      clock: () => Date.now() + aheadMs,
    });
    onTestFinished(slackApp.close);
    simulator.requestUrl = `${appUrl}/slack/events`;
  };
  const putForward = (ms: number): void => {
    aheadMs += ms;
  };
  return { ...outside, pizza, gate, appUrl, reportSecret, decisionSecret, startApp, putForward };
}

/** Hands requests on, and keeps them, while it is open. */
async function aGate(target: string) {
  const seen: { readonly headers: Readonly<Record<string, string>>; readonly body: string }[] = [];
  const gate = { url: '', isOpen: true, refusedCount: 0, seen };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { host: _host, connection: _connection, ...headers } = request.headers;
    if (!gate.isOpen) {
      gate.refusedCount += 1;
      response.writeHead(503).end();
      return;
    }
    const sent = { headers: headers as Record<string, string>, body: Buffer.concat(chunks).toString() };
    seen.push(sent);
    const answer = await fetch(target, { method: 'POST', headers: { ...sent.headers }, body: sent.body });
    response.writeHead(answer.status).end(await answer.text());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  gate.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return gate;
}

import { type Approvals, createApprovals, memoryStore, user } from '@k8s-pizza/slack-approval';
import type { RawRequest } from '@k8s-pizza/slack-approval/host';
import { createSlackSimulator, type SlackSimulator } from '@k8s-pizza/slack-simulator';
import { onTestFinished } from 'vitest';
import { alertsRoute, plainLogger } from '../../src/answer-alerts.js';
import { type BoltHostOptions, startBoltHost } from '../../src/bolt-host.js';
import { connectCluster } from '../../src/connections.js';
import { json, type Listening, type Route } from '../../src/http-server.js';
import { type ClusterView, carryOut, clusterView, type Orders, ordersIn } from '../../src/orders.js';
import { definePizzaOrder, definePizzaParty, type PizzaKindSetup } from '../../src/pizza-kinds.js';
import { startExpressHost } from '../../src/slack-app.js';
import { aCluster } from './a-cluster.js';
import { aPizzaOrder, usualOrder } from './an-approval.js';

export type HostName = 'Bolt over HTTP' | 'Bolt in Socket Mode' | 'Express';

export interface HostSetup {
  /** Who may approve. @default Alice and Bob */
  readonly approvers?: readonly string[];
  /** Who decides about more than five pizzas, after the approvers. @default Carol */
  readonly budgetHolders?: readonly string[];
  readonly cluster?: ClusterView;
  readonly paceMs?: number;
  readonly answerWithinMs?: number;
  /** In place of the one that the simulated Slack takes. */
  readonly appToken?: string;
  /** @default any free one */
  readonly port?: number;
}

/** A Slack app on one of its hosts, in front of a simulated Slack, an order function and a cluster. */
export interface RunningHost {
  readonly slack: SlackSimulator;
  readonly approvals: Approvals;
  readonly orders: Orders;
  readonly url: string;
  /** What the host wrote down. */
  readonly lines: readonly string[];
  /** What came to the route that answers with what it was sent. */
  readonly echoed: readonly RawRequest[];
  close(): Promise<void>;
}

export const alertsToken = 'a-token-that-only-alertmanager-knows';

export async function aHost(name: HostName, setup: HostSetup = {}): Promise<RunningHost> {
  const slack = await createSlackSimulator();
  const lines: string[] = [];
  const log = (line: unknown) => void lines.push(String(line));
  const cluster = await aCluster(setup.paceMs === undefined ? {} : { paceMs: setup.paceMs });
  const kubeConfig = connectCluster({ apiUrl: cluster.url, token: null });
  const orders = ordersIn(kubeConfig, 'default', log);
  const { botToken: token, signingSecret, apiUrl } = slack;
  const approvals = createApprovals({ store: memoryStore(), slack: { token, signingSecret, apiUrl } });
  const kindSetup: PizzaKindSetup = {
    channel: 'C0PIZZA',
    approvers: (setup.approvers ?? ['U0ALICE', 'U0BOB']).map(user),
    budget: { holders: (setup.budgetHolders ?? ['U0CAROL']).map(user), above: 5 },
    sink: (decision) => carryOut({ orders, log }, decision),
  };
  const kind = definePizzaOrder(approvals, kindSetup);
  const party = definePizzaParty(approvals, kindSetup);
  const alerts = alertsRoute({
    asks: kind,
    alerts: { token: alertsToken, linkHosts: [], names: ['HighCPUUsage'] },
    order: usualOrder,
    maxPrice: '30.00',
    shiftStarts: aPizzaOrder.shiftStarts,
    logger: plainLogger(log),
    clock: Date.now,
  });
  const { echo, echoed } = anEcho();
  const below: Route = { ...echo, method: null, path: '/below' };
  const hosting = { approvals, routes: [alerts, echo, below, broken], host: '127.0.0.1', port: setup.port ?? 0, log };
  const view = setup.cluster ?? clusterView(kubeConfig, 'default');
  const commands = {
    approvals,
    kind,
    party,
    order: usualOrder,
    maxPrice: '30.00',
    shiftStarts: aPizzaOrder.shiftStarts,
    cluster: view,
    alerts: { route: alerts, token: alertsToken, alertname: 'HighCPUUsage' },
    clock: Date.now,
  };
  const appToken = name === 'Bolt in Socket Mode' ? (setup.appToken ?? slack.appToken) : null;
  const bolt: BoltHostOptions = {
    ...hosting,
    slack: { token, signingSecret, appToken, apiUrl, channel: 'C0PIZZA', approvers: [] },
    commands,
    ...(setup.answerWithinMs === undefined ? {} : { answerWithinMs: setup.answerWithinMs }),
  };
  let listening: Listening | null = null;
  const close = async () => {
    const open = listening;
    listening = null;
    await open?.close();
  };
  onTestFinished(async () => {
    await close();
    await approvals.stop();
    await slack.close();
  });
  listening = await (name === 'Express' ? startExpressHost(hosting) : startBoltHost(bolt));
  if (appToken === null) slack.requestUrl = `${listening.url}/slack/events`;
  return { slack, approvals, orders, url: listening.url, lines, echoed, close };
}

/** A route that answers with what it was sent, and keeps it. */
function anEcho() {
  const echoed: RawRequest[] = [];
  const echo: Route = {
    method: 'POST',
    path: '/echo',
    async answer(request) {
      echoed.push(request);
      const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-echo': 'yes' };
      return { status: 202, headers, body: new TextDecoder().decode(request.body) };
    },
  };
  return { echo, echoed };
}

const broken: Route = {
  method: 'GET',
  path: '/broken',
  answer: ({ header }) =>
    header('x-mend') === 'yes' ? Promise.resolve(json(200, {})) : Promise.reject(new Error('secret')),
};

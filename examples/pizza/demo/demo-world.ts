import { mkdir } from 'node:fs/promises';
import { webhook } from '@k8s-pizza/slack-approval';
import { createSlackSimulator, type PageButton, type SlackSimulator } from '@k8s-pizza/slack-approval-testing';
import { openStore } from '../src/app/open-store.js';
import { startSlackApp } from '../src/app/slack-app.js';
import { approvals, approve, pizza } from '../src/commands/slash-commands.js';
import type { Config, SlackConfig } from '../src/config.js';
import { createPizzaFunction } from '../src/function/pizza-function.js';
import { slackAppThere } from '../src/function/slack-app-there.js';
import { connectCluster } from '../src/kubernetes/connect-cluster.js';
import { type Orders, ordersIn } from '../src/kubernetes/orders.js';
import { linesTo } from '../src/lines-to.js';
import type { Listening } from '../src/listen.js';
import { startCluster } from './cluster/start-cluster.js';
import { type DemoClock, demoClock } from './demo-clock.js';
import { keptSecret, stateFiles } from './demo-folder.js';
import { functionAddresses, startFunctionServer } from './function-server.js';
import { sendStorm, stormSize } from './send-alerts.js';

/** The demo's channel, which the simulator knows. */
export const channel = 'C0PIZZA';
const approverGroup = 'S0ONCALL';
/** Those of the guide's manifest that the demo uses. The last two let Slack tell the app that it was invited. */
const scopes = ['chat:write', 'commands', 'im:write', 'usergroups:read', 'users:read', 'channels:read', 'groups:read'];

export interface DemoOptions {
  readonly folder: string;
  readonly config: Config;
  /** How long the simulated controller takes for each stage. */
  readonly paceMs: number;
  readonly log: (line: string) => void;
}

/** Everything the demo runs, on loopback. What the environment names is not simulated, and null here. */
export interface DemoWorld {
  readonly simulator: SlackSimulator | null;
  readonly clusterUrl: string | null;
  readonly functionUrl: string | null;
  /** Where Alertmanager would send to. */
  readonly alertsUrl: string;
  readonly app: Listening;
  readonly orders: Orders;
  close(): Promise<void>;
}

interface Closable {
  close(): Promise<void>;
}

/** Starts everything on the state in `folder`: what was there before is there again. */
export async function startDemoWorld(options: DemoOptions): Promise<DemoWorld> {
  await mkdir(options.folder, { recursive: true });
  const opened: Closable[] = [];
  const close = async (): Promise<void> => {
    for (const one of opened.splice(0)) await one.close();
  };
  // the last one opened is the first one closed
  const opening: Opening = async (starting) => {
    const one = await starting;
    opened.unshift(one);
    return one;
  };
  try {
    return { ...(await openAll(options, opening)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What the parts are opened with: the options, how to open one, and their clock, null where something real goes by its own. */
interface Parts extends DemoOptions {
  readonly opening: Opening;
  readonly clock: DemoClock | null;
  /** Where alerts are sent to; null before everything is open. */
  readonly alertsAt: { url: string | null };
}

type Opening = <One extends Closable>(starting: Promise<One>) => Promise<One>;

async function openAll(options: DemoOptions, opening: Opening): Promise<Omit<DemoWorld, 'close'>> {
  const { folder, config, log } = options;
  // deliveries are signed by the machine's own clock, so the order function goes by that
  const clock = config.slack === null ? await demoClock(stateFiles(folder).clock) : null;
  const parts: Parts = { ...options, opening, clock, alertsAt: { url: null } };
  const { simulator, slack } = await openSlack(parts);
  const { clusterUrl, address } = await openCluster(parts);
  const kubeConfig = connectCluster(address);
  const orders = ordersIn(kubeConfig, config.namespace, log);
  const { server, orderFunction } = await openFunction(parts);
  const { reportSecret } = orderFunction;
  const { namespace, order, maxPrice, alerts, host, port } = config;
  const store = await openStore(config.database ?? { type: 'sqlite', file: stateFiles(folder).approvals }, log);
  const app = await opening(
    startSlackApp({
      slack,
      framework: config.framework,
      sink: webhook(orderFunction.url, { secret: orderFunction.secret }),
      reportSecret,
      // whoever signs reports watches the cluster for us
      cluster: reportSecret === null ? { kubeConfig, namespace } : null,
      viewed: { kubeConfig, namespace },
      store,
      order,
      maxPrice,
      alerts,
      host,
      port,
      log,
      ...goingBy(clock),
    }),
  );
  if (simulator !== null) simulator.requestUrl = `${app.url}/slack/actions`;
  if (server !== null) {
    const toSlack = slackAppThere({
      url: app.url,
      reportSecret: server.reportSecret,
      decisionSecret: orderFunction.secret,
    });
    const asking = { ...toSlack, alerts, order, maxPrice, namespace };
    const logger = linesTo(log);
    server.serve(createPizzaFunction({ ...asking, orders, log, logger, clock: clock?.now ?? Date.now }));
  }
  const functionUrl = server?.url ?? null;
  const alertsUrl = server?.alertsUrl ?? `${app.url}/alerts`;
  parts.alertsAt.url = alertsUrl;
  return { simulator, clusterUrl, functionUrl, alertsUrl, app, orders };
}

/** The app has the port that is named, the simulated parts those after it. 0 is any free port, for each of them. */
function portAfter({ config }: DemoOptions, offset: number): number {
  return config.port === 0 ? 0 : config.port + offset;
}

function goingBy(clock: DemoClock | null): { readonly clock?: () => number } {
  return clock === null ? {} : { clock: clock.now };
}

async function openSlack({ clock, opening, alertsAt, ...options }: Parts) {
  if (options.config.slack !== null) return { simulator: null, slack: options.config.slack };
  const { slack: stateFile } = stateFiles(options.folder);
  const jumping = clock === null ? {} : { clock: clock.now, onClockJump: clock.putForward };
  const port = portAfter(options, 1);
  const commands = options.config.framework === 'bolt' ? { commands: [approvals, pizza, approve] } : {};
  const buttons = [stormButton(options, alertsAt, clock)];
  const simulator = await opening(createSlackSimulator({ stateFile, port, scopes, buttons, ...commands, ...jumping }));
  const { botToken: token, signingSecret, apiUrl } = simulator;
  const slack: SlackConfig = {
    token,
    signingSecret,
    appToken: null,
    apiUrl,
    channel,
    approvers: [approverGroup],
  };
  return { simulator, slack };
}

/** On the page of the simulated Slack. */
function stormButton({ config }: DemoOptions, alertsAt: Parts['alertsAt'], clock: DemoClock | null): PageButton {
  return {
    label: `Send ${stormSize} alerts`,
    about: `${stormSize} machines run hot at once, and Alertmanager says so. Each alert asks for an approval.`,
    async press() {
      const { url: alertsUrl } = alertsAt;
      const { token, names } = config.alerts;
      const [alertname] = names;
      if (alertsUrl === null || alertname === undefined) throw new Error('Nobody takes alerts yet.');
      await sendStorm({ alertsUrl, token, alertname, now: clock?.now() ?? Date.now() });
    },
  };
}

async function openCluster({ clock, opening, ...options }: Parts) {
  const { config, folder, paceMs, log } = options;
  if (config.cluster !== null) return { clusterUrl: null, address: config.cluster };
  const { cluster: stateFile } = stateFiles(folder);
  const { url } = await opening(
    startCluster({ stateFile, port: portAfter(options, 2), paceMs, log, ...goingBy(clock) }),
  );
  return { clusterUrl: url, address: { apiUrl: url, token: null } };
}

/** How often the simulated function looks at its orders: where Azure's timer does, it is once a minute. */
const reportEveryMs = 500;

async function openFunction({ opening, ...options }: Parts) {
  const { config, folder, log } = options;
  if (config.orderFunction !== null)
    return { server: null, orderFunction: { ...config.orderFunction, reportSecret: config.reportSecret } };
  const files = stateFiles(folder);
  const secret = await keptSecret(files.decisionSecret);
  const reportSecret = await keptSecret(files.reportSecret);
  const server = await opening(startFunctionServer({ port: portAfter(options, 3), log, reportEveryMs }));
  const { alerts, decisions } = functionAddresses(server);
  return {
    server: { ...server, alertsUrl: alerts, reportSecret },
    orderFunction: { url: decisions, secret, reportSecret },
  };
}

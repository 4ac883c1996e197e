import { mkdir } from 'node:fs/promises';
import { webhook } from '@k8s-pizza/slack-approval';
import { createSlackSimulator, type PageButton, type SlackSimulator, type Upcoming } from '@k8s-pizza/slack-simulator';
import { plainLogger } from '../src/answer-alerts.js';
import { slashCommands } from '../src/commands.js';
import type { Config, SlackConfig } from '../src/config.js';
import { connectCluster, openStore } from '../src/connections.js';
import type { Listening } from '../src/http-server.js';
import { createPizzaFunction } from '../src/order-function.js';
import { type Orders, ordersIn } from '../src/orders.js';
import { startSlackApp } from '../src/slack-app.js';
import { connectToSlackApp } from '../src/slack-app-link.js';
import { startCluster } from './cluster/start-cluster.js';
import { type DemoClock, demoClock } from './demo-clock.js';
import { loadOrCreateSecret, stateFiles } from './demo-folder.js';
import { functionAddresses, startFunctionServer } from './function-server.js';
import { sendStorm, stormSize } from './send-alerts.js';
import { remindEvery, whatComes } from './what-comes.js';

/** The demo's channel, which the simulator knows. */
export const channel = 'C0PIZZA';
const troubleChannel = 'C0OPS';
const approverGroup = 'S0ONCALL';
const shiftLead = 'U0CAROL';
/** Carol decides about more than five pizzas, after the people on call. */
const budget = { budgetHolders: ['U0CAROL'], budgetAbove: 5 };
/** The scopes of the guide's manifest that the demo uses. The last two let Slack tell the app that it was invited. */
const scopes = ['chat:write', 'commands', 'usergroups:read', 'users:read', 'channels:read', 'groups:read'];

export interface DemoOptions {
  /** Where the state is kept. */
  readonly folder: string;
  readonly config: Config;
  /** How long the simulated controller takes for each stage. */
  readonly paceMs: number;
  readonly log: (line: string) => void;
}

/** Everything the demo runs, on loopback. A part that the environment names is real, and null here. */
export interface DemoWorld {
  readonly simulator: SlackSimulator | null;
  readonly clusterUrl: string | null;
  readonly functionUrl: string | null;
  /** Where Alertmanager would send notifications. */
  readonly alertsUrl: string;
  readonly app: Listening;
  readonly orders: Orders;
  close(): Promise<void>;
}

interface Closable {
  close(): Promise<void>;
}

/** Starts everything with the state in `folder`, so that a restart continues where it was. */
export async function startDemoWorld(options: DemoOptions): Promise<DemoWorld> {
  await mkdir(options.folder, { recursive: true });
  const opened: Closable[] = [];
  const close = async (): Promise<void> => {
    for (const part of opened.splice(0)) await part.close();
  };
  // the last part opened is the first one closed
  const open: Open = async (starting) => {
    const part = await starting;
    opened.unshift(part);
    return part;
  };
  try {
    return { ...(await openAll(options, open)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What each part is opened with. The clock is null if Slack is real: its time cannot be put forward. */
interface Parts extends DemoOptions {
  readonly open: Open;
  readonly clock: DemoClock | null;
  /** Null until everything is open. */
  readonly alertsAt: { url: string | null };
}

type Open = <Part extends Closable>(starting: Promise<Part>) => Promise<Part>;

async function openAll(options: DemoOptions, open: Open): Promise<Omit<DemoWorld, 'close'>> {
  const { folder, config, log } = options;
  // signatures are made and checked by the machine's clock, whatever this one says
  const clock = config.slack === null ? await demoClock(stateFiles(folder).clock) : null;
  const parts: Parts = { ...options, open, clock, alertsAt: { url: null } };
  const { simulator, slack } = await openSlack(parts);
  const { clusterUrl, address } = await openCluster(parts);
  const kubeConfig = connectCluster(address);
  const { namespace, order, maxPrice, shiftStarts, alerts } = config;
  const orders = ordersIn(kubeConfig, namespace, log);
  const { server, orderFunction } = await openFunction(parts);
  const { reportSecret } = orderFunction;
  const app = await open(
    startSlackApp({
      ...config,
      slack,
      sink: webhook(orderFunction.url, { secret: orderFunction.secret }),
      reportSecret,
      // the function that signs reports follows the orders
      cluster: reportSecret === null ? { kubeConfig, namespace } : null,
      viewed: { kubeConfig, namespace },
      store: await openStore(config.database ?? { type: 'sqlite', file: stateFiles(folder).approvals }, log),
      log,
      ...clockOption(clock),
    }),
  );
  if (simulator !== null) simulator.requestUrl = `${app.url}/slack/actions`;
  if (server !== null) {
    const link = connectToSlackApp({
      url: app.url,
      reportSecret: server.reportSecret,
      decisionSecret: orderFunction.secret,
    });
    const settings = { alerts, order, maxPrice, shiftStarts, namespace, orders, log, logger: plainLogger(log) };
    server.serve(createPizzaFunction({ ...settings, ...link, clock: clock?.now ?? Date.now }));
  }
  const functionUrl = server?.url ?? null;
  const alertsUrl = server?.alertsUrl ?? `${app.url}/alerts`;
  parts.alertsAt.url = alertsUrl;
  return { simulator, clusterUrl, functionUrl, alertsUrl, app, orders };
}

/**
 * The app takes the configured port, and the simulated parts the ports after it. 0 is any free port for each of them.
 */
function portAfter({ config }: DemoOptions, offset: number): number {
  return config.port === 0 ? 0 : config.port + offset;
}

function clockOption(clock: DemoClock | null): { readonly clock?: () => number } {
  return clock === null ? {} : { clock: clock.now };
}

async function openSlack({ clock, open, alertsAt, ...options }: Parts) {
  if (options.config.slack !== null) return { simulator: null, slack: options.config.slack };
  const { slack: stateFile } = stateFiles(options.folder);
  const clockOptions = clock === null ? {} : { clock: clock.now, onClockJump: clock.putForward };
  const port = portAfter(options, 1);
  const commands = options.config.framework === 'bolt' ? Object.values(slashCommands) : [slashCommands.approvals];
  const buttons = [stormButton(options, alertsAt, clock)];
  let opened: SlackSimulator | null = null;
  const upcoming = (): readonly Upcoming[] => whatComes(opened?.messages(channel) ?? [], clock?.now() ?? Date.now());
  const simulator = await open(
    createSlackSimulator({ stateFile, port, scopes, buttons, commands, upcoming, ...clockOptions }),
  );
  opened = simulator;
  const { botToken: token, signingSecret, apiUrl } = simulator;
  const where = { channel, troubleChannel, approvers: [approverGroup], remindEvery, shiftLead, ...budget };
  const slack: SlackConfig = { token, signingSecret, appToken: null, apiUrl, ...where };
  return { simulator, slack };
}

/** A button on the page of the simulated Slack. */
function stormButton({ config }: DemoOptions, alertsAt: Parts['alertsAt'], clock: DemoClock | null): PageButton {
  return {
    label: `Send ${stormSize} alerts`,
    about: `${stormSize} machines run hot at once, and Alertmanager says so. Each alert asks for an approval.`,
    async press() {
      const { url: alertsUrl } = alertsAt;
      const { token, names } = config.alerts;
      if (alertsUrl === null) throw new Error('The demo is still starting. Press again in a second.');
      await sendStorm({ alertsUrl, token, alertname: names[0], now: clock?.now() ?? Date.now() });
    },
  };
}

async function openCluster({ clock, open, ...options }: Parts) {
  const { config, folder, paceMs, log } = options;
  if (config.cluster !== null) return { clusterUrl: null, address: config.cluster };
  const { cluster: stateFile } = stateFiles(folder);
  const { url } = await open(
    startCluster({ stateFile, port: portAfter(options, 2), paceMs, log, ...clockOption(clock) }),
  );
  return { clusterUrl: url, address: { apiUrl: url, token: null } };
}

/** How often the simulated function reports. Azure's timer runs it once a minute. */
const reportEveryMs = 500;

async function openFunction({ open, ...options }: Parts) {
  const { config, folder, log } = options;
  if (config.orderFunction !== null)
    return { server: null, orderFunction: { ...config.orderFunction, reportSecret: config.reportSecret } };
  const files = stateFiles(folder);
  const secret = await loadOrCreateSecret(files.decisionSecret);
  const reportSecret = await loadOrCreateSecret(files.reportSecret);
  const server = await open(startFunctionServer({ port: portAfter(options, 3), log, reportEveryMs }));
  const { alerts, decisions } = functionAddresses(server);
  return {
    server: { ...server, alertsUrl: alerts, reportSecret },
    orderFunction: { url: decisions, secret, reportSecret },
  };
}

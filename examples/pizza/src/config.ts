// The configuration of the demo, the service and the function app, read from the environment.

import { z } from 'zod';
import {
  type ClusterAddress,
  type ClusterAt,
  clusterAt,
  type DatabaseAddress,
  parseDatabaseUrl,
  type ServerAddress,
} from './connections.js';
import type { OrderSpec, PizzaOrder } from './pizza-order.js';
import type { SlackAppAddress } from './slack-app-link.js';
import {
  findMissingForService,
  findMissingVariables,
  orderNeeds,
  secretsMustDiffer,
  signalsIn,
  slackNeeds,
  variables,
} from './variables.js';

/** The configuration of the demo. A part that the environment does not name is null, and simulated. */
export interface Config {
  readonly slack: SlackConfig | null;
  readonly framework: 'bolt' | 'express';
  readonly cluster: ClusterAddress | null;
  readonly orderFunction: { readonly url: string; readonly secret: string } | null;
  /** The secret of the order function's questions and reports. Null: the function sends none. */
  readonly reportSecret: string | null;
  readonly database: DatabaseAddress | null;
  readonly namespace: string;
  readonly host: string;
  readonly port: number;
  readonly order: OrderSpec;
  /** US dollars. */
  readonly maxPrice: string;
  /** When shifts start, as times of day in UTC. */
  readonly shiftStarts: PizzaOrder['shiftStarts'];
  readonly alerts: AlertsConfig;
  readonly logLevel: string;
  /** What is sent to the collector that OpenTelemetry's own variables name. */
  readonly telemetry: ReturnType<typeof signalsIn>;
  /** Lines to show before the start. */
  readonly notes: readonly string[];
}

/** The configuration of the service, where nothing is simulated. */
export type ServiceConfig = Config & {
  readonly slack: SlackConfig;
  readonly database: DatabaseAddress;
};

/** The configuration of the function app. */
export interface FunctionConfig {
  readonly slackApp: SlackAppPlace;
  readonly cluster: ClusterAt;
  readonly namespace: string;
  readonly order: OrderSpec;
  /** US dollars. */
  readonly maxPrice: string;
  /** When shifts start, as times of day in UTC. */
  readonly shiftStarts: PizzaOrder['shiftStarts'];
  readonly alerts: AlertsConfig;
  /** Whether spans are sent to the collector that OpenTelemetry's own variables name. */
  readonly isTraced: boolean;
}

/** Where the Slack app runs: somewhere else, reached by signed HTTP, or inside this function app. */
export type SlackAppPlace =
  | ({ readonly at: 'elsewhere' } & SlackAppAddress)
  | { readonly at: 'here'; readonly slack: SlackConfig; readonly database: ServerAddress };

export interface AlertsConfig {
  /** What Alertmanager presents. Null: anyone who reaches the address may send alerts. */
  readonly token: string | null;
  /** Hosts that links to graphs and runbooks may lead to. */
  readonly linkHosts: readonly string[];
  /** The alerts that ask for pizza. */
  readonly names: readonly [string, ...string[]];
}

export interface SlackConfig {
  readonly token: string;
  readonly signingSecret: string;
  /** Opens Socket Mode connections. Null: Slack's requests arrive over HTTP. */
  readonly appToken: string | null;
  readonly apiUrl: string | undefined;
  readonly channel: string;
  /** Where people are told that something went wrong. */
  readonly troubleChannel?: string | undefined;
  /** Ids of users and user groups. Empty: everyone in the channel. */
  readonly approvers: readonly string[];
  /** How often people are reminded, such as `10m`. Absent: never. */
  readonly remindEvery?: string | undefined;
  /** The id of the person who is asked as well if no one answers. */
  readonly shiftLead?: string | undefined;
  /** Ids of the people and user groups who decide about a large party after the approvers. Empty: no one. */
  readonly budgetHolders?: readonly string[] | undefined;
  /** Above how many pizzas they are asked. */
  readonly budgetAbove?: number | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Result<Value> = { readonly config: Value } | { readonly problems: readonly string[] };
type Variables = z.infer<typeof variables>;

/** Reads the demo's configuration, or returns one line for each problem. No line quotes a value. */
export function readConfig(environment: Environment): Result<Config> {
  const given = trimEnvironment(environment);
  const read = variables.safeParse(given);
  const problems = [...findMissingVariables(given), ...findQuotedValues(given), ...issuesOf(read)];
  if (!read.success || problems.length > 0) return { problems: [...problems].sort() };
  return { config: toConfig(read.data) };
}

/** Reads the service's configuration, or returns one line for each problem. No line quotes a value. */
export function readServiceConfig(environment: Environment): Result<ServiceConfig> {
  const read = readConfig(environment);
  const missing = findMissingForService(trimEnvironment(environment));
  const problems = [...new Set([...missing, ...('problems' in read ? read.problems : [])])].sort();
  if ('problems' in read || problems.length > 0) return { problems };
  const { slack, database } = read.config;
  if (slack === null || database === null)
    return { problems: ['SLACK_BOT_TOKEN and DATABASE_URL: are missing: a service simulates nothing'] };
  return { config: { ...read.config, slack, database } };
}

const { SLACK_APP_TOKEN: _, KUBECONFIG: __, ...shared } = variables.shape;
const functionSettings = z.object({ ...shared, AzureWebJobsStorage: z.string().optional() });
type FunctionSettings = z.infer<typeof functionSettings>;

/** Reads the function app's configuration, or returns one line for each problem. No line quotes a value. */
export function readFunctionConfig(environment: Environment): Result<FunctionConfig> {
  const given = trimEnvironment(environment);
  const read = functionSettings.safeParse(given);
  const problems = [...findMissingSettings(given), ...findQuotedValues(given), ...issuesOf(read)];
  const slackApp = read.success && problems.length === 0 ? toSlackAppPlace(read.data) : null;
  if (!read.success || slackApp === null) return { problems: [...problems].sort() };
  if (typeof slackApp === 'string') return { problems: [slackApp] };
  const {
    KUBERNETES_API_URL = '',
    K8S_NAMESPACE: namespace,
    MAX_PRICE: maxPrice,
    SHIFT_STARTS: shiftStarts,
  } = read.data;
  return {
    config: {
      slackApp,
      cluster: clusterAt(KUBERNETES_API_URL, read.data),
      namespace,
      order: toOrder(read.data),
      maxPrice,
      shiftStarts,
      alerts: toAlerts(read.data),
      isTraced: signalsIn(read.data).traces,
    },
  };
}

function issuesOf(read: z.ZodSafeParseResult<unknown>): readonly string[] {
  return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

/**
 * Drops empty variables, such as `PORT=`, and white space around values, such as the line end of a file with a secret.
 */
function trimEnvironment(environment: Environment): Record<string, string | undefined> {
  const trimmed = Object.entries(environment).map(([name, value = '']) => [name, value.trim()] as const);
  return Object.fromEntries(trimmed.filter(([, value]) => value !== ''));
}

/** Docker and Kubernetes keep quotation marks as part of a value, which silently makes it another secret. */
function findQuotedValues(given: Environment): readonly string[] {
  return Object.keys(variables.shape)
    .filter((name) => /^(["']).*\1$/s.test(given[name] ?? ''))
    .map((name) => `${name}: must not have quotation marks around it`);
}

function toConfig(env: Variables): Config {
  const slack = toSlack(env);
  const ignoresKubeconfig = slack === null && env.KUBECONFIG !== undefined && env.KUBERNETES_API_URL === undefined;
  const { AZURE_FUNCTION_URL: url, DECISION_SECRET: secret } = env;
  return {
    slack,
    framework: env.SLACK_FRAMEWORK,
    cluster: toCluster(env, slack !== null),
    orderFunction: url === undefined || secret === undefined ? null : { url, secret },
    reportSecret: env.REPORT_SECRET ?? null,
    database: env.DATABASE_URL ?? null,
    namespace: env.K8S_NAMESPACE,
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    telemetry: signalsIn(env),
    order: toOrder(env),
    maxPrice: env.MAX_PRICE,
    shiftStarts: env.SHIFT_STARTS,
    alerts: toAlerts(env),
    notes: ignoresKubeconfig
      ? ['KUBECONFIG is ignored: with a simulated Slack, only KUBERNETES_API_URL names a real cluster.']
      : [],
  };
}

function toSlack(env: Omit<Variables, 'SLACK_APP_TOKEN' | 'KUBECONFIG'> & Partial<Variables>): SlackConfig | null {
  const { SLACK_BOT_TOKEN: token, SLACK_SIGNING_SECRET: signingSecret, SLACK_CHANNEL: channel } = env;
  if (token === undefined || signingSecret === undefined || channel === undefined) return null;
  const { SLACK_APP_TOKEN: appToken = null, SLACK_API_URL: apiUrl, SLACK_APPROVERS: approvers } = env;
  const people = {
    approvers,
    remindEvery: env.SLACK_REMIND_EVERY === 'never' ? undefined : env.SLACK_REMIND_EVERY,
    shiftLead: env.SLACK_SHIFT_LEAD,
    budgetHolders: env.SLACK_BUDGET_HOLDERS,
    budgetAbove: env.SLACK_BUDGET_ABOVE,
  };
  return { token, signingSecret, appToken, channel, apiUrl, ...people, troubleChannel: env.SLACK_TROUBLE_CHANNEL };
}

/** Shells set KUBECONFIG for other reasons, so a click in the simulator must never order through it. */
function toCluster(env: Variables, slackIsReal: boolean): ClusterAddress | null {
  if (env.KUBERNETES_API_URL !== undefined) return clusterAt(env.KUBERNETES_API_URL, env);
  if (!slackIsReal) return null;
  if (env.KUBECONFIG !== undefined) return 'kubeconfig';
  // every pod has this variable, also one whose orders the function follows
  return env.KUBERNETES_SERVICE_HOST === undefined || env.REPORT_SECRET !== undefined ? null : 'in-cluster';
}

function toAlerts(env: Pick<Variables, 'ALERTS_TOKEN' | 'ALERT_LINK_HOSTS' | 'ALERT_NAMES'>): AlertsConfig {
  return { token: env.ALERTS_TOKEN ?? null, linkHosts: env.ALERT_LINK_HOSTS, names: env.ALERT_NAMES };
}

/** What an alert orders. */
function toOrder(env: Omit<Variables, 'SLACK_APP_TOKEN' | 'KUBECONFIG'>): OrderSpec {
  return {
    customer: { firstName: env.CUSTOMER_FIRST_NAME, lastName: env.CUSTOMER_LAST_NAME, email: env.CUSTOMER_EMAIL },
    address: {
      street: env.DELIVERY_STREET,
      city: env.DELIVERY_CITY,
      region: env.DELIVERY_STATE,
      postalCode: env.DELIVERY_ZIP,
      phone: env.CUSTOMER_PHONE,
    },
    size: env.PIZZA_SIZE,
    toppings: env.PIZZA_TYPE,
    paymentSecret: { name: env.PAYMENT_SECRET_NAME },
  };
}

/** What the function needs when the Slack app runs elsewhere. */
const elsewhereNeeds: Readonly<Record<string, string>> = {
  SLACK_APP_URL: 'the address of the Slack app; set SLACK_BOT_TOKEN instead to run it in this function app',
  REPORT_SECRET: 'this function signs questions and reports with it, and the Slack app knows it too',
  DECISION_SECRET: 'the Slack app signs decisions with it',
};

function findMissingSettings(given: Environment): readonly string[] {
  const has = (name: string): boolean => given[name] !== undefined;
  const missing = (needs: Readonly<Record<string, string>>): readonly string[] =>
    Object.entries(needs)
      .filter(([name]) => !has(name))
      .map(([name, why]) => `${name}: is missing: ${why}`);
  const isHere = Object.keys(slackNeeds).some(has);
  const secretsAreEqual = has('REPORT_SECRET') && given['REPORT_SECRET'] === given['DECISION_SECRET'];
  return [
    ...missing(isHere ? slackNeeds : elsewhereNeeds),
    ...(isHere && has('SLACK_APP_URL')
      ? ['SLACK_APP_URL: must not be set together with SLACK_BOT_TOKEN: the Slack app runs elsewhere or here']
      : []),
    ...(!isHere && secretsAreEqual ? [secretsMustDiffer] : []),
    ...missing({ KUBERNETES_API_URL: 'the cluster that knows PizzaOrders' }),
    ...missing(Object.fromEntries(orderNeeds.map((name) => [name, 'a real cluster orders real pizza']))),
  ];
}

const needsServerDatabase =
  'DATABASE_URL: must be postgres://… or the connection string of an Azure storage account; without it, AzureWebJobsStorage must be one';

/** @returns a problem as text; null cannot happen, since missing settings were reported before */
function toSlackAppPlace(given: FunctionSettings): SlackAppPlace | string | null {
  const { SLACK_APP_URL: url, REPORT_SECRET: reportSecret, DECISION_SECRET: decisionSecret } = given;
  const slack = toSlack(given);
  if (slack !== null) {
    const database = given.DATABASE_URL ?? parseDatabaseUrl(given.AzureWebJobsStorage ?? '');
    // the disk of an instance is lost with it
    return database === null || database.type === 'sqlite' ? needsServerDatabase : { at: 'here', slack, database };
  }
  if (url === undefined || reportSecret === undefined || decisionSecret === undefined) return null;
  return { at: 'elsewhere', url, reportSecret, decisionSecret };
}

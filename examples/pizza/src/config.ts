import type { z } from 'zod';
import type { DatabaseAddress } from './app/database-address.js';
import { type ClusterAddress, clusterAt } from './kubernetes/connect-cluster.js';
import { missingForService, missingVariables } from './missing-variables.js';
import { orderOf } from './order-of.js';
import type { OrderSpec } from './pizza-order.js';
import { variables } from './variables.js';

/** What a service has in place of what the demo simulates. */
export type ServiceConfig = Config & {
  readonly slack: SlackConfig;
  readonly database: DatabaseAddress;
};

/** What the environment says. Where it says nothing, null: that part is simulated. */
export interface Config {
  readonly slack: SlackConfig | null;
  readonly framework: 'bolt' | 'express';
  readonly cluster: ClusterAddress | null;
  readonly orderFunction: { readonly url: string; readonly secret: string } | null;
  /** What the order function signs its questions and reports with; null: it asks and reports nothing. */
  readonly reportSecret: string | null;
  readonly database: DatabaseAddress | null;
  readonly namespace: string;
  readonly host: string;
  readonly port: number;
  readonly order: OrderSpec;
  /** What an order may cost, in US dollars. */
  readonly maxPrice: string;
  readonly alerts: AlertsConfig;
  readonly logLevel: string;
  /** Whether spans are sent, to where OpenTelemetry's own variables say. */
  readonly isTraced: boolean;
  /** What is worth knowing before it starts. */
  readonly notes: readonly string[];
}

export interface AlertsConfig {
  /** What Alertmanager presents; null: whoever reaches the address may send alerts. */
  readonly token: string | null;
  /** Where links to graphs and runbooks may lead. */
  readonly linkHosts: readonly string[];
  /** The alerts that ask. */
  readonly names: readonly [string, ...string[]];
}

export interface SlackConfig {
  readonly token: string;
  readonly signingSecret: string;
  /** Opens Socket Mode connections; null: Slack's requests come over HTTP. */
  readonly appToken: string | null;
  readonly apiUrl: string | undefined;
  readonly channel: string;
  /** User and user group ids; none: whoever is in the channel. */
  readonly approvers: readonly string[];
}

/** Reads the whole configuration, or says everything that is wrong with it, a line each. */
export function readConfig(
  environment: NodeJS.ProcessEnv,
): { readonly config: Config } | { readonly problems: readonly string[] } {
  const given = givenIn(environment);
  const read = variables.safeParse(given);
  const problems = [
    ...missingVariables(given),
    ...quotedVariables(given),
    ...(read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)),
  ];
  if (!read.success || problems.length > 0) return { problems: [...problems].sort() };
  return { config: configOf(read.data) };
}

/** The same for a service, where nothing is simulated. */
export function readServiceConfig(
  environment: NodeJS.ProcessEnv,
): { readonly config: ServiceConfig } | { readonly problems: readonly string[] } {
  const read = readConfig(environment);
  const missing = missingForService(givenIn(environment));
  const problems = [...new Set([...missing, ...('problems' in read ? read.problems : [])])].sort();
  if ('problems' in read || problems.length > 0) return { problems };
  const { slack, database } = read.config;
  if (slack === null || database === null) return { problems: ['Slack and a database have to be named.'] };
  return { config: { ...read.config, slack, database } };
}

/** A variable that is set to nothing, as in `PORT=`, is not set. What is around a value, as the line end of a file that a secret was made of, is none of it. */
export function givenIn(environment: NodeJS.ProcessEnv): Record<string, string | undefined> {
  const trimmed = Object.entries(environment).map(([name, value = '']) => [name, value.trim()] as const);
  return Object.fromEntries(trimmed.filter(([, value]) => value !== ''));
}

/** Docker and Kubernetes hand quotation marks on: a secret that has them is another secret, and nothing would say so. */
export function quotedVariables(given: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.keys(variables.shape)
    .filter((name) => /^(["']).*\1$/s.test(given[name] ?? ''))
    .map((name) => `${name}: must stand without quotation marks around it`);
}

export function alertsOf(
  env: Pick<z.infer<typeof variables>, 'ALERTS_TOKEN' | 'ALERT_LINK_HOSTS' | 'ALERT_NAMES'>,
): AlertsConfig {
  return { token: env.ALERTS_TOKEN ?? null, linkHosts: env.ALERT_LINK_HOSTS, names: env.ALERT_NAMES };
}

function configOf(env: z.infer<typeof variables>): Config {
  const slack = slackOf(env);
  const ignoresKubeconfig = slack === null && env.KUBECONFIG !== undefined && env.KUBERNETES_API_URL === undefined;
  const { AZURE_FUNCTION_URL: url, DECISION_SECRET: secret } = env;
  return {
    slack,
    framework: env.SLACK_FRAMEWORK,
    cluster: clusterOf(env, slack !== null),
    orderFunction: url === undefined || secret === undefined ? null : { url, secret },
    reportSecret: env.REPORT_SECRET ?? null,
    database: env.DATABASE_URL ?? null,
    namespace: env.K8S_NAMESPACE,
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    isTraced: env.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined,
    order: orderOf(env),
    maxPrice: env.MAX_PRICE,
    alerts: alertsOf(env),
    notes: ignoresKubeconfig
      ? ['KUBECONFIG is set and not used: while Slack is simulated, only KUBERNETES_API_URL names a real cluster.']
      : [],
  };
}

type SlackVariables = Pick<
  z.infer<typeof variables>,
  'SLACK_BOT_TOKEN' | 'SLACK_SIGNING_SECRET' | 'SLACK_CHANNEL' | 'SLACK_API_URL' | 'SLACK_APPROVERS'
> &
  Partial<Pick<z.infer<typeof variables>, 'SLACK_APP_TOKEN'>>;

export function slackOf(env: SlackVariables): SlackConfig | null {
  const { SLACK_BOT_TOKEN: token, SLACK_SIGNING_SECRET: signingSecret, SLACK_CHANNEL: channel } = env;
  if (token === undefined || signingSecret === undefined || channel === undefined) return null;
  const { SLACK_APP_TOKEN: appToken = null, SLACK_API_URL: apiUrl, SLACK_APPROVERS: approvers } = env;
  return { token, signingSecret, appToken, channel, apiUrl, approvers };
}

/** Shells have a kubeconfig for other reasons: somebody who clicks in the simulator must not order for real through it. */
function clusterOf(env: z.infer<typeof variables>, slackIsReal: boolean): ClusterAddress | null {
  if (env.KUBERNETES_API_URL !== undefined) return clusterAt(env.KUBERNETES_API_URL, env);
  if (!slackIsReal) return null;
  if (env.KUBECONFIG !== undefined) return 'kubeconfig';
  // set in every pod, also where the order function does the rest
  return env.KUBERNETES_SERVICE_HOST === undefined || env.REPORT_SECRET !== undefined ? null : 'in-cluster';
}

import type { z } from 'zod';
import type { DatabaseAddress } from './app/open-store.js';
import type { ClusterAddress } from './kubernetes/connect-cluster.js';
import { missingForService, missingVariables } from './missing-variables.js';
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
  readonly cluster: ClusterAddress | null;
  readonly orderFunction: { readonly url: string; readonly secret: string } | null;
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
}

export interface SlackConfig {
  readonly token: string;
  readonly signingSecret: string;
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

/** A variable that is set to nothing, as in `PORT=`, is not set. */
function givenIn(environment: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
}

function configOf(env: z.infer<typeof variables>): Config {
  const slack = slackOf(env);
  const ignoresKubeconfig = slack === null && env.KUBECONFIG !== undefined && env.KUBERNETES_API_URL === undefined;
  const { AZURE_FUNCTION_URL: url, DECISION_SECRET: secret } = env;
  return {
    slack,
    cluster: clusterOf(env, slack !== null),
    orderFunction: url === undefined || secret === undefined ? null : { url, secret },
    database: env.DATABASE_URL ?? null,
    namespace: env.K8S_NAMESPACE,
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    isTraced: env.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined,
    order: {
      customer: { firstName: env.CUSTOMER_FIRST_NAME, lastName: env.CUSTOMER_LAST_NAME, email: env.CUSTOMER_EMAIL },
      address: {
        street: env.DELIVERY_STREET,
        city: env.DELIVERY_CITY,
        region: env.DELIVERY_STATE,
        postalCode: env.DELIVERY_ZIP,
        phone: env.CUSTOMER_PHONE,
      },
      pizzas: [{ size: env.PIZZA_SIZE, toppings: env.PIZZA_TYPE }],
      paymentSecret: { name: env.PAYMENT_SECRET_NAME },
    },
    maxPrice: env.MAX_PRICE,
    alerts: { token: env.ALERTS_TOKEN ?? null, linkHosts: env.ALERT_LINK_HOSTS },
    notes: ignoresKubeconfig
      ? ['KUBECONFIG is set and not used: while Slack is simulated, only KUBERNETES_API_URL names a real cluster.']
      : [],
  };
}

function slackOf(env: z.infer<typeof variables>): SlackConfig | null {
  const { SLACK_BOT_TOKEN: token, SLACK_SIGNING_SECRET: signingSecret, SLACK_CHANNEL: channel } = env;
  if (token === undefined || signingSecret === undefined || channel === undefined) return null;
  return { token, signingSecret, channel, apiUrl: env.SLACK_API_URL, approvers: env.SLACK_APPROVERS };
}

/** Shells have a kubeconfig for other reasons: somebody who clicks in the simulator must not order for real through it. */
function clusterOf(env: z.infer<typeof variables>, slackIsReal: boolean): ClusterAddress | null {
  if (env.KUBERNETES_API_URL !== undefined)
    return { apiUrl: env.KUBERNETES_API_URL, token: env.KUBERNETES_TOKEN ?? null };
  return slackIsReal && env.KUBECONFIG !== undefined ? 'kubeconfig' : null;
}

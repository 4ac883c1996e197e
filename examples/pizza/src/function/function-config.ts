import { z } from 'zod';
import { databaseAddress, type ServerAddress } from '../app/database-address.js';
import { type AlertsConfig, alertsOf, givenIn, quotedVariables, type SlackConfig, slackOf } from '../config.js';
import { type ClusterAt, clusterAt } from '../kubernetes/connect-cluster.js';
import { orderNeeds, secretsAreOne, slackNeeds } from '../missing-variables.js';
import { orderOf } from '../order-of.js';
import type { OrderSpec } from '../pizza-order.js';
import { variables } from '../variables.js';
import type { SlackAppAddress } from './slack-app-there.js';

/** Where the Slack app is: elsewhere, with signed HTTP between us, or in this function app. */
export type SlackApp =
  | ({ readonly is: 'apart' } & SlackAppAddress)
  | { readonly is: 'here'; readonly slack: SlackConfig; readonly database: ServerAddress };

/** What a function app is told by its settings. */
export interface FunctionConfig {
  readonly slackApp: SlackApp;
  readonly cluster: ClusterAt;
  readonly namespace: string;
  readonly order: OrderSpec;
  /** What that may cost, in US dollars. */
  readonly maxPrice: string;
  readonly alerts: AlertsConfig;
  /** Whether spans are sent, to where OpenTelemetry's own variables say. */
  readonly isTraced: boolean;
}

const { SLACK_APP_TOKEN: _, KUBECONFIG: __, ...shared } = variables.shape;
const settings = z.object({
  ...shared,
  AzureWebJobsStorage: z.string().optional(),
});
type Settings = z.infer<typeof settings>;
type Given = Readonly<Record<string, string | undefined>>;

/** Reads all settings, or says everything that is wrong with them, a line each. No value is quoted. */
export function readFunctionConfig(
  environment: Given,
): { readonly config: FunctionConfig } | { readonly problems: readonly string[] } {
  const given = givenIn(environment);
  const read = settings.safeParse(given);
  const problems = [
    ...missingSettings(given),
    ...quotedVariables(given),
    ...(read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)),
  ];
  const slackApp = read.success && problems.length === 0 ? slackAppOf(read.data) : null;
  if (!read.success || slackApp === null) return { problems: [...problems].sort() };
  if (typeof slackApp === 'string') return { problems: [slackApp] };
  const { KUBERNETES_API_URL = '', K8S_NAMESPACE, MAX_PRICE } = read.data;
  return {
    config: {
      slackApp,
      cluster: clusterAt(KUBERNETES_API_URL, read.data),
      namespace: K8S_NAMESPACE,
      order: orderOf(read.data),
      maxPrice: MAX_PRICE,
      alerts: alertsOf(read.data),
      isTraced: read.data.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined,
    },
  };
}

const apartNeeds: Readonly<Record<string, string>> = {
  SLACK_APP_URL: 'where the Slack app is; or set SLACK_BOT_TOKEN, to have it in this function app',
  REPORT_SECRET: 'what this function signs questions and reports with, as the Slack app knows it',
  DECISION_SECRET: 'what the Slack app signs decisions with',
};

/** Real pizza is ordered here: nothing of it is invented. */
function missingSettings(given: Given): readonly string[] {
  const has = (name: string): boolean => given[name] !== undefined;
  const missing = (needs: Readonly<Record<string, string>>): readonly string[] =>
    Object.entries(needs)
      .filter(([name]) => !has(name))
      .map(([name, why]) => `${name}: is missing: ${why}`);
  const isHere = Object.keys(slackNeeds).some(has);
  return [
    ...missing(isHere ? slackNeeds : apartNeeds),
    ...(isHere && has('SLACK_APP_URL')
      ? ['SLACK_APP_URL: must not be set together with SLACK_BOT_TOKEN: the Slack app is either here or there']
      : []),
    ...(!isHere && has('REPORT_SECRET') && given['REPORT_SECRET'] === given['DECISION_SECRET'] ? [secretsAreOne] : []),
    ...missing({ KUBERNETES_API_URL: 'the cluster that knows PizzaOrders' }),
    ...missing(Object.fromEntries(orderNeeds.map((name) => [name, 'a real cluster orders real pizza']))),
  ];
}

const noDatabase =
  'DATABASE_URL: must be postgres://… or the connection string of an Azure storage account; without it, AzureWebJobsStorage has to be one';

/** @returns what is wrong, as text; null cannot be, since what is needed was asked for before */
function slackAppOf(given: Settings): SlackApp | string | null {
  const { SLACK_APP_URL: url, REPORT_SECRET: reportSecret, DECISION_SECRET: decisionSecret } = given;
  const slack = slackOf(given);
  if (slack !== null) {
    const database = given.DATABASE_URL ?? databaseAddress(given.AzureWebJobsStorage ?? '');
    // the disk of an instance ends with it
    return database === null || database.type === 'sqlite' ? noDatabase : { is: 'here', slack, database };
  }
  if (url === undefined || reportSecret === undefined || decisionSecret === undefined) return null;
  return { is: 'apart', url, reportSecret, decisionSecret };
}

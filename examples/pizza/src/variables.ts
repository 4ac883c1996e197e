// Every environment variable of the example, and which of them require others.

import { existsSync } from 'node:fs';
import { z } from 'zod';
import { parseDatabaseUrl } from './connections.js';
import { shiftStarts } from './pizza-order.js';

const toList = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

const loopback = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(?:\/|$)/;
const secureUrl = z
  .url('must be a web address')
  .refine((url) => url.startsWith('https://') || loopback.test(url), 'must begin with https://, except on this machine')
  .refine((url) => !/^https?:\/\/[^/?#]*@/.test(url), 'must not contain a user name or a password')
  .refine((url) => !url.includes('YOUR_'), 'must be your own address: this is the placeholder of the example');
/** A URL that paths are appended to. */
const baseUrl = secureUrl
  .refine((url) => !/[?#]/.test(url), 'must end after its path, without ? and #')
  .transform((url) => url.replace(/\/+$/, ''));

/** A secret of Standard Webhooks: base64 with full padding, as both sides read it. */
const webhookSecret = (minBytes: number) =>
  z
    .string()
    .refine(
      (text) => isWebhookSecret(text, minBytes),
      `must be whsec_ and the base64 of ${minBytes} to 64 random bytes`,
    );

function isWebhookSecret(text: string, minBytes: number): boolean {
  const [, encoded = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.length >= minBytes && bytes.length <= 64 && bytes.toString('base64') === encoded;
}

/** Says whether a text is a host, with a port or without, as `linkHosts` takes it. */
function isHost(text: string): boolean {
  return /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/i.test(text) && URL.canParse(`https://${text}/`);
}

/** A Slack token is sent in a header, so it may contain nothing a header cannot. */
const slackToken = (prefix: 'xoxb' | 'xapp') =>
  z.string().regex(new RegExp(`^${prefix}-[A-Za-z0-9-]+$`), `must begin with ${prefix}- and be complete`);

const idsOfPeople = z
  .string()
  .default('')
  .transform(toList)
  .refine(
    (ids) => ids.every((id) => /^[UWS][A-Z0-9]+$/.test(id)),
    'must be ids of people or groups, separated by commas',
  );

const channelId = z.string().regex(/^[CG][A-Z0-9]+$/, 'must be the id of a channel, such as C0123ABCD');

/** Every environment variable the example reads: its form and its default. */
export const variables = z.object({
  SLACK_BOT_TOKEN: slackToken('xoxb').optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_APP_TOKEN: slackToken('xapp').optional(),
  SLACK_FRAMEWORK: z.enum(['bolt', 'express'], 'must be bolt or express').default('bolt'),
  SLACK_API_URL: secureUrl.optional(),
  SLACK_CHANNEL: channelId.optional(),
  SLACK_TROUBLE_CHANNEL: channelId.optional(),
  SLACK_APPROVERS: idsOfPeople,
  SLACK_REMIND_EVERY: z
    .string()
    .regex(/^(?:[1-9]\d{0,3}[mh]|never)$/, 'must be minutes or hours, such as 10m, or never')
    .default('10m'),
  SLACK_SHIFT_LEAD: z
    .string()
    .regex(/^[UW][A-Z0-9]+$/, 'must be the id of a person, such as U0123ABCD')
    .optional(),
  SLACK_BUDGET_HOLDERS: idsOfPeople,
  SLACK_BUDGET_ABOVE: z.coerce
    .number('must be a number')
    .int('must be whole')
    .min(0, 'must not be negative')
    .default(5),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce
    .number('must be a number')
    .int('must be whole')
    .min(0, 'must not be negative')
    .max(65_535, 'must be at most 65535')
    .default(3000),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error').default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url('must be a web address').optional(),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none'], 'must be otlp or none').default('otlp'),
  OTEL_METRICS_EXPORTER: z.enum(['otlp', 'none'], 'must be otlp or none').default('otlp'),
  ALERTS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, 'must be at least 16 characters without spaces')
    .optional(),
  ALERT_LINK_HOSTS: z
    .string()
    .default('')
    .transform(toList)
    .refine((hosts) => hosts.every(isHost), 'must be hosts, separated by commas'),
  AZURE_FUNCTION_URL: secureUrl.optional(),
  DECISION_SECRET: webhookSecret(24).optional(),
  SLACK_APP_URL: baseUrl.optional(),
  REPORT_SECRET: webhookSecret(32).optional(),
  ALERT_NAMES: z
    .string()
    .default('HighCPUUsage')
    .transform((text, context): [string, ...string[]] => {
      const [first, ...rest] = toList(text);
      if (first !== undefined) return [first, ...rest];
      context.addIssue('must be names of alerts, separated by commas');
      return z.NEVER;
    }),
  DATABASE_URL: z
    .string()
    .transform((url, context) => {
      const address = parseDatabaseUrl(url);
      if (address !== null) return address;
      context.addIssue('must be file: and a path, postgres://…, or the connection string of an Azure storage account');
      return z.NEVER;
    })
    .optional(),
  KUBERNETES_API_URL: baseUrl.optional(),
  KUBERNETES_TOKEN: z.string().optional(),
  KUBERNETES_CA_FILE: z.string().refine(existsSync, 'must be an existing file').optional(),
  KUBERNETES_CA_DATA: z.base64('must be base64, such as certificate-authority-data of a kubeconfig').optional(),
  KUBECONFIG: z.string().optional(),
  /** Set by Kubernetes in every pod. */
  KUBERNETES_SERVICE_HOST: z.string().optional(),
  K8S_NAMESPACE: z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'must be the name of a namespace')
    .default('default'),
  CUSTOMER_FIRST_NAME: z.string().default('Ada'),
  CUSTOMER_LAST_NAME: z.string().default('Lovelace'),
  CUSTOMER_EMAIL: z.email('must be an e-mail address').default('ada@example.com'),
  CUSTOMER_PHONE: z
    .string()
    .regex(/^[2-9]\d{9}$/, 'must be ten digits, the first of them 2 to 9')
    .default('4255550100'),
  DELIVERY_STREET: z.string().default('12 Analytical Way'),
  DELIVERY_CITY: z.string().default('Seattle'),
  DELIVERY_STATE: z.string().max(2, 'must be at most two letters').default('WA'),
  DELIVERY_ZIP: z.string().default('98101'),
  PIZZA_TYPE: z
    .string()
    .default('cheese, mushrooms')
    .transform(toList)
    .refine((toppings) => toppings.length > 0, 'must be toppings, separated by commas'),
  PIZZA_SIZE: z
    .enum(['small', 'medium', 'large', 'x-large'], 'must be small, medium, large or x-large')
    .default('large')
    .transform((size) => (size === 'x-large' ? 'large' : size)),
  MAX_PRICE: z
    .string()
    .regex(/^\d{1,4}(?:\.\d\d)?$/, 'must be an amount of US dollars, such as 30.00')
    .default('30.00'),
  SHIFT_STARTS: z.string().default('06:00, 14:00, 22:00').transform(toList).pipe(shiftStarts),
  PAYMENT_SECRET_NAME: z
    .string()
    .regex(/^[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?$/, 'must be the name of a secret in the cluster')
    .default('dominos-payment-secret'),
});

type Given = Readonly<Record<string, string | undefined>>;

/** What a real Slack needs, and where you find it. */
export const slackNeeds: Readonly<Record<string, string>> = {
  SLACK_BOT_TOKEN: 'see "OAuth & Permissions" of your Slack app',
  SLACK_SIGNING_SECRET: 'see "Basic Information" of your Slack app',
  SLACK_CHANNEL: 'the id of the channel where the questions go',
};

/** What a real order needs. The defaults are for simulated orders only: a service never invents a customer. */
export const orderNeeds = [
  'CUSTOMER_FIRST_NAME',
  'CUSTOMER_LAST_NAME',
  'CUSTOMER_EMAIL',
  'CUSTOMER_PHONE',
  'DELIVERY_STREET',
  'DELIVERY_CITY',
  'DELIVERY_STATE',
  'DELIVERY_ZIP',
];

export const secretsMustDiffer = 'REPORT_SECRET: must differ from DECISION_SECRET: each direction has its own secret';

type Variables = z.infer<typeof variables>;

/** Which signals are sent to the collector that OpenTelemetry's own variables name. */
export function signalsIn(
  env: Pick<Variables, 'OTEL_EXPORTER_OTLP_ENDPOINT' | 'OTEL_TRACES_EXPORTER' | 'OTEL_METRICS_EXPORTER'>,
): { readonly traces: boolean; readonly metrics: boolean } {
  const isSent = env.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined;
  return {
    traces: isSent && env.OTEL_TRACES_EXPORTER === 'otlp',
    metrics: isSent && env.OTEL_METRICS_EXPORTER === 'otlp',
  };
}

/** One line for each variable that the others in the environment require. */
export function findMissingVariables(given: Given): readonly string[] {
  const has = (name: string): boolean => given[name] !== undefined;
  const slackIsReal = [...Object.keys(slackNeeds), 'SLACK_APP_TOKEN'].some(has);
  const clusterIsReal = has('KUBERNETES_API_URL') || (slackIsReal && (has('KUBECONFIG') || isInCluster(given)));
  const missing = (names: readonly string[], why: (name: string) => string): readonly string[] =>
    names.filter((name) => !has(name)).map((name) => `${name}: is missing: ${why(name)}`);
  return [
    ...(slackIsReal ? missing(Object.keys(slackNeeds), (name) => slackNeeds[name] ?? '') : []),
    ...(slackIsReal && isReachable(given['HOST'])
      ? missing(['ALERTS_TOKEN'], () => 'anyone who reaches HOST could send and withdraw alerts')
      : []),
    ...(has('SLACK_APP_TOKEN') && given['SLACK_FRAMEWORK'] === 'express'
      ? ['SLACK_FRAMEWORK: must be bolt with SLACK_APP_TOKEN: Express has no Socket Mode']
      : []),
    ...(clusterIsReal || has('AZURE_FUNCTION_URL')
      ? missing(orderNeeds, () => `${clusterIsReal ? 'a real cluster' : 'AZURE_FUNCTION_URL'} orders real pizza`)
      : []),
    ...(has('AZURE_FUNCTION_URL')
      ? missing(['DECISION_SECRET'], () => 'decisions for AZURE_FUNCTION_URL are signed with it')
      : []),
    ...(has('REPORT_SECRET') && given['REPORT_SECRET'] === given['DECISION_SECRET'] ? [secretsMustDiffer] : []),
    ...(has('KUBERNETES_TOKEN') ? missing(['KUBERNETES_API_URL'], () => 'KUBERNETES_TOKEN is only used with it') : []),
  ];
}

/** One line for each variable that only a service requires: the demo simulates these parts. */
export function findMissingForService(given: Given): readonly string[] {
  const has = (name: string): boolean => given[name] !== undefined;
  const slack = Object.entries(slackNeeds).filter(([name]) => !has(name));
  const ordersSomewhere =
    isInCluster(given) || ['AZURE_FUNCTION_URL', 'KUBERNETES_API_URL', 'KUBECONFIG'].some((name) => has(name));
  return [
    ...slack.map(([name, why]) => `${name}: is missing: ${why}`),
    ...(has('DATABASE_URL') ? [] : ['DATABASE_URL: is missing: it says where approvals are stored']),
    ...(ordersSomewhere
      ? []
      : [
          'AZURE_FUNCTION_URL: is missing: decisions go there. To order from this process, set KUBERNETES_API_URL or KUBECONFIG instead',
        ]),
  ];
}

/**
 * Says whether this process runs in a pod and follows the orders around it. With `REPORT_SECRET`, the function follows
 * them.
 */
function isInCluster(given: Given): boolean {
  return given['KUBERNETES_SERVICE_HOST'] !== undefined && given['REPORT_SECRET'] === undefined;
}

function isReachable(host: string | undefined): boolean {
  return host !== undefined && !['127.0.0.1', 'localhost', '::1'].includes(host);
}

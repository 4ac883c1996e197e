import { existsSync } from 'node:fs';
import { z } from 'zod';
import { databaseAddress } from './app/database-address.js';

const list = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

const loopback = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(?:\/|$)/;
const secureUrl = z
  .url('must be a web address')
  .refine((url) => url.startsWith('https://') || loopback.test(url), 'must begin with https://, except on this machine')
  .refine((url) => !/^https?:\/\/[^/?#]*@/.test(url), 'must not hold a user name or a password')
  .refine((url) => !url.includes('YOUR_'), 'must be your own: it is the one of the example');
/** What paths are added to. */
const baseUrl = secureUrl
  .refine((url) => !/[?#]/.test(url), 'must end with its path, without ? and #')
  .transform((url) => url.replace(/\/+$/, ''));

const webhookSecret = z.string().refine(isWebhookSecret, 'must be whsec_ and the base64 of 24 to 64 random bytes');

/** As both ends read it: base64 with all of its padding. */
function isWebhookSecret(text: string): boolean {
  const [, encoded = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.length >= 24 && bytes.length <= 64 && bytes.toString('base64') === encoded;
}

/** A host as links have it: what `linkHosts` takes. */
function isHost(text: string): boolean {
  return /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/i.test(text) && URL.canParse(`https://${text}/`);
}

/** A token of Slack's goes into a header, as it is. */
const slackToken = (prefix: 'xoxb' | 'xapp') =>
  z.string().regex(new RegExp(`^${prefix}-[A-Za-z0-9-]+$`), `must begin with ${prefix}-, and be whole`);

/** Every environment variable the example reads, its form, and what holds where it is not set. */
export const variables = z.object({
  SLACK_BOT_TOKEN: slackToken('xoxb').optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_APP_TOKEN: slackToken('xapp').optional(),
  SLACK_FRAMEWORK: z.enum(['bolt', 'express'], 'must be bolt or express').default('bolt'),
  SLACK_API_URL: secureUrl.optional(),
  SLACK_CHANNEL: z
    .string()
    .regex(/^[CG][A-Z0-9]+$/, 'must be the id of a channel, such as C0123ABCD')
    .optional(),
  SLACK_APPROVERS: z
    .string()
    .default('')
    .transform(list)
    .refine((ids) => ids.every((id) => /^[UWS][A-Z0-9]+$/.test(id)), 'must be ids of people or groups, with commas'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce
    .number('must be a number')
    .int('must be whole')
    .min(0, 'must not be negative')
    .max(65_535, 'must be at most 65535')
    .default(3000),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error').default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url('must be a web address').optional(),
  ALERTS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, 'must be at least 16 characters without spaces')
    .optional(),
  ALERT_LINK_HOSTS: z
    .string()
    .default('')
    .transform(list)
    .refine((hosts) => hosts.every(isHost), 'must be hosts, with commas'),
  AZURE_FUNCTION_URL: secureUrl.optional(),
  DECISION_SECRET: webhookSecret.optional(),
  SLACK_APP_URL: baseUrl.optional(),
  REPORT_SECRET: webhookSecret.optional(),
  ALERT_NAMES: z
    .string()
    .default('HighCPUUsage')
    .transform((text, context): [string, ...string[]] => {
      const [first, ...rest] = list(text);
      if (first !== undefined) return [first, ...rest];
      context.addIssue('must be names of alerts, with commas');
      return z.NEVER;
    }),
  DATABASE_URL: z
    .string()
    .transform((url, context) => {
      const address = databaseAddress(url);
      if (address !== null) return address;
      context.addIssue('must be file: and a path, postgres://…, or the connection string of an Azure storage account');
      return z.NEVER;
    })
    .optional(),
  KUBERNETES_API_URL: baseUrl.optional(),
  KUBERNETES_TOKEN: z.string().optional(),
  KUBERNETES_CA_FILE: z.string().refine(existsSync, 'must be a file that is there').optional(),
  KUBERNETES_CA_DATA: z.base64('must be base64, as certificate-authority-data of a kubeconfig is').optional(),
  KUBECONFIG: z.string().optional(),
  /** Set by Kubernetes in every pod. */
  KUBERNETES_SERVICE_HOST: z.string().optional(),
  K8S_NAMESPACE: z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'must be a name of a namespace')
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
    .transform(list)
    .refine((toppings) => toppings.length > 0, 'must be toppings, with commas'),
  PIZZA_SIZE: z
    .enum(['small', 'medium', 'large', 'x-large'], 'must be small, medium, large or x-large')
    .default('large')
    .transform((size) => (size === 'x-large' ? 'large' : size)),
  MAX_PRICE: z
    .string()
    .regex(/^\d{1,4}(?:\.\d\d)?$/, 'must be an amount of US dollars, such as 30.00')
    .default('30.00'),
  PAYMENT_SECRET_NAME: z
    .string()
    .regex(/^[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?$/, 'must be a name of a secret in the cluster')
    .default('dominos-payment-secret'),
});

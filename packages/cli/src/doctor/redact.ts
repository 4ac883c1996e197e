import type { Environment } from './check.js';

const secretNames = [
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'DECISION_SECRET',
  'KUBERNETES_TOKEN',
  'DATABASE_URL',
] as const;
const addressNames = [
  'PUBLIC_URL',
  'AZURE_FUNCTION_URL',
  'SLACK_API_URL',
  'KUBERNETES_API_URL',
  'DATABASE_URL',
] as const;

/** What is shorter is in ordinary words as well. */
const shortest = 6;

/**
 * Takes the secrets of an environment out of any text. Checks do not print them in the first place: this is for what a check of a
 * host, or a driver's message, might let through.
 */
export function redactor(environment: Environment): (text: string) => string {
  const given = [
    ...secretNames.map((name) => environment[name] ?? ''),
    ...[...(environment.DATABASE_URL ?? '').matchAll(/(?:AccountKey|SharedAccessSignature)=([^;]+)/g)].map(
      ([, key]) => key ?? '',
    ),
    ...addressNames.flatMap((name) => secretsOfAddress(environment[name] ?? '')),
  ];
  const secrets = [...new Set(given)].filter((secret) => secret.length >= shortest);
  // the longest first: one may hold another
  secrets.sort((one, other) => other.length - one.length);
  return (text) => secrets.reduce((clean, secret) => clean.replaceAll(secret, '[secret]'), text);
}

function secretsOfAddress(text: string): readonly string[] {
  if (!URL.canParse(text)) return [];
  const { username, password, search, searchParams } = new URL(text);
  return [username, password, decoded(password), search.slice(1), ...searchParams.values()];
}

function decoded(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

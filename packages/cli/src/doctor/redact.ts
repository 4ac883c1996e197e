import { secretNames } from './clean-environment.js';
import type { Environment } from './environment.js';

const urlNames = ['PUBLIC_URL', 'AZURE_FUNCTION_URL', 'SLACK_API_URL', 'KUBERNETES_API_URL', 'DATABASE_URL'] as const;

/** A shorter value could be part of an ordinary word. */
const minSecretLength = 6;

/**
 * Creates a function that removes the secrets of an environment and of other URLs from a text. Checks do not print secrets; this catches what a
 * driver's message might let through.
 */
export function createRedactor(environment: Environment, otherUrls: readonly string[] = []): (text: string) => string {
  const values = [
    ...[...secretNames, 'DATABASE_URL'].map((name) => environment[name] ?? ''),
    ...[...(environment.DATABASE_URL ?? '').matchAll(/(?:AccountKey|SharedAccessSignature)=([^;]+)/g)].map(
      ([, key]) => key ?? '',
    ),
    ...[...urlNames.map((name) => environment[name] ?? ''), ...otherUrls].flatMap(secretsInUrl),
  ];
  // a prefix alone is a placeholder, and part of what the checks say
  const secrets = [...new Set(values)].filter((value) => value.length >= minSecretLength && value !== 'whsec_');
  // longest first: one secret may contain another
  secrets.sort((one, other) => other.length - one.length);
  return (text) => secrets.reduce((redacted, secret) => redacted.replaceAll(secret, '[secret]'), text);
}

function secretsInUrl(text: string): readonly string[] {
  if (!URL.canParse(text)) return [];
  const { username, password, search, searchParams } = new URL(text);
  return [username, password, percentDecode(password), search.slice(1), ...searchParams.values()];
}

function percentDecode(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

import type { Environment } from './environment.js';

/** The variables with a secret or a token: no character of them is white space or a quotation mark. */
export const secretNames: readonly string[] = [
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_APP_TOKEN',
  'DECISION_SECRET',
  'REPORT_SECRET',
  'ALERTS_TOKEN',
  'KUBERNETES_TOKEN',
];

const quoted = /^(["'`])(.*)\1$/s;
const edges = /^[\s"'`\u2018-\u201f]+|[\s"'`\u2018-\u201f]+$/g;

/** Says whether a value has quotation marks around it, as Docker and Kubernetes keep them. */
export const isQuoted = (value: string): boolean => quoted.test(value.trim());

/**
 * Removes what does not belong to the values: white space and quotation marks around them. A variable that is empty then, as in
 * `PORT=`, is not set.
 */
export function cleanEnvironment(given: Environment): Environment {
  const cleaned = Object.entries(given).map(([name, value = '']) => [name, cleanValue(name, value)] as const);
  return Object.fromEntries(cleaned.filter(([, value]) => value !== ''));
}

function cleanValue(name: string, value: string): string {
  return secretNames.includes(name) ? value.replace(edges, '') : value.trim().replace(quoted, '$2').trim();
}

import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import type { Alert } from './alert-group.js';

/** Slack accepts 3000 characters, but a whole card is limited to 8 KB. */
const maxUrlLength = 2_000;

/**
 * Creates a function that reads an alert's links to its graph and runbook. Drops links that are not https or not to these hosts.
 *
 * @throws {SlackApprovalError} invalid_options — an entry is not a host, such as a whole URL
 */
export function createLinkReader(hosts: readonly string[]): (alert: Alert) => Readonly<Record<string, string>> {
  const allowedHosts = new Set((Array.isArray(hosts) ? hosts : [hosts]).map(normalizeHost));
  return ({ generatorURL, annotations }) => {
    const links = { Graph: generatorURL, Runbook: annotations['runbook_url'] ?? annotations['runbook'] ?? '' };
    return Object.fromEntries(Object.entries(links).filter(([, url]) => isAllowed(url, allowedHosts)));
  };
}

const hostPattern = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** Returns the host in lowercase, without the default port 443. */
function normalizeHost(host: unknown): string {
  const url = `https://${host}/`;
  if (typeof host === 'string' && hostPattern.test(host) && URL.canParse(url)) return new URL(url).host;
  throw new SlackApprovalError(
    'invalid_options',
    'Every entry of `linkHosts` must be a host, with a port unless it is 443, such as prometheus.example.com.',
  );
}

function isAllowed(url: string, allowedHosts: ReadonlySet<string>): boolean {
  if (url.length > maxUrlLength || !URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === 'https:' && username === '' && password === '' && allowedHosts.has(host);
}

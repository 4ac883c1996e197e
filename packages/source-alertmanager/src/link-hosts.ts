import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import type { Alert } from './alert-group.js';

/** Slack takes 3000 characters; a card holds 8 KB in all. */
const mostUrlLength = 2_000;

/**
 * Makes the reader of an alert's links: to its graph and its runbook, https only, and only to these hosts.
 *
 * @throws {SlackApprovalError} invalid_options — something that is no host, such as a whole address
 */
export function linkReader(hosts: readonly string[]): (alert: Alert) => Readonly<Record<string, string>> {
  const known = new Set((Array.isArray(hosts) ? hosts : [hosts]).map(hostOf));
  return ({ generatorURL, annotations }) => {
    const given = { Graph: generatorURL, Runbook: annotations['runbook_url'] ?? annotations['runbook'] ?? '' };
    return Object.fromEntries(Object.entries(given).filter(([, url]) => isKnown(url, known)));
  };
}

const hostPattern = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** The host as addresses have it: in small letters, and without the port that https has by itself. */
function hostOf(host: unknown): string {
  const address = `https://${host}/`;
  if (typeof host === 'string' && hostPattern.test(host) && URL.canParse(address)) return new URL(address).host;
  throw new SlackApprovalError(
    'invalid_options',
    'Every one of linkHosts is a host, with its port where that is not 443, and nothing else: prometheus.example.com.',
  );
}

function isKnown(url: string, known: ReadonlySet<string>): boolean {
  if (url.length > mostUrlLength || !URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === 'https:' && username === '' && password === '' && known.has(host);
}

import { type Check, type CheckResult, notChecked, wrong } from '../doctor/check.js';
import type { Environment } from '../doctor/environment.js';
import { joinNames } from '../doctor/join-names.js';
import type { Ports } from '../doctor/ports.js';
import { urlProblem } from '../doctor/url-problem.js';
import {
  compareClock,
  leaseMarginMs,
  type OtherClock,
  type ReferenceClock,
  referenceClock,
  replayWindowMs,
} from './compare-clock.js';
import { probeEndpoint } from './probe-endpoint.js';

const endpoints = ['actions', 'commands', 'events'] as const;

/** A URL at which Slack reaches the app, and its name in the report. */
interface Target {
  readonly label: string;
  readonly url: string;
}

interface Targets {
  readonly list: readonly Target[];
  readonly correction: string;
}

/** Whether Slack's requests reach the app, and the app verifies their signature. */
export const requestUrls: Check = {
  id: 'request_urls',
  title: 'request URLs',
  async run(environment, ports) {
    const targets = targetsOf(environment, ports);
    if ('status' in targets) return targets;
    const { SLACK_SIGNING_SECRET: secret } = environment;
    if (secret === undefined)
      return notChecked('signing_secret_missing', 'Signing a request needs SLACK_SIGNING_SECRET.');
    const reference = await referenceClock(environment, ports);
    // Slack signs with its own time: the clock of this machine may be off, which is another line of the report
    const signedAtMs = ports.now() - reference.aheadMs;
    const found = await Promise.all(
      targets.list.map(async (target): Promise<Found> => {
        const { correction } = targets;
        const { url } = target;
        return { ...target, ...(await probeEndpoint(ports, { url, signingSecret: secret, signedAtMs, correction })) };
      }),
    );
    return groupByCause(found.flatMap((one) => withClock(one, found, reference)));
  },
};

function targetsOf({ PUBLIC_URL: url, SLACK_APP_TOKEN: appToken }: Environment, ports: Ports): Targets | CheckResult {
  const { requestUrls: given } = ports.settings;
  if (given.length > 0)
    return {
      list: [...new Set(given)].map((one) => ({ label: labelOf(one), url: one })),
      correction: 'correct the URL in the settings of your Slack app',
    };
  if (url === undefined) {
    const hint = appToken === undefined ? 'set it, or pass --url or --request-url.' : 'Socket Mode needs no URL.';
    return notChecked('public_url_unset', `PUBLIC_URL is not set: ${hint}`);
  }
  const problem = urlProblem(url);
  if (problem !== null)
    return wrong(
      'public_url_invalid',
      `PUBLIC_URL ${problem}.`,
      'Set it to the https:// URL at which Slack reaches the app.',
    );
  const { origin, pathname } = new URL(url);
  const base = `${origin}${pathname.replace(/\/+$/, '')}`;
  return {
    list: endpoints.map((endpoint) => ({ label: `/slack/${endpoint}`, url: `${base}/slack/${endpoint}` })),
    correction: 'correct PUBLIC_URL. If Slack has other paths, pass them with --request-url',
  };
}

/** Host and path, without what may be a key. */
function labelOf(url: string): string {
  const { host, pathname, search } = new URL(url);
  const path = pathname.replace(/[^/]{20,}/g, (segment) => (/[0-9]/.test(segment) ? '…' : segment));
  return `${host}${path}${search === '' ? '' : '?…'}`;
}

interface LabeledResult {
  readonly label: string;
  readonly result: CheckResult;
}

interface Found extends LabeledResult {
  readonly url: string;
  readonly aheadMs: number | null;
}

/** Adds the clock of the app. If it is why the app refuses signatures, it is the only result of this URL. */
function withClock(one: Found, all: readonly Found[], reference: ReferenceClock): readonly LabeledResult[] {
  const { label, result } = one;
  // responses of one host differ by the time they took: one of them is enough, and gives all URLs the same message
  const { host } = new URL(one.url);
  const aheadMs = all.find((other) => other.aheadMs !== null && new URL(other.url).host === host)?.aheadMs ?? null;
  const clock = compareClock({ owner: 'the app', aheadMs, limits: limitsOfApp }, reference);
  if (clock === null) return [{ label, result }];
  const refuses = clock.code === 'clock_refuses_slack';
  // an app that takes the signature has the right time: a proxy wrote the date
  if (refuses && result.code === 'request_url_ok') return [{ label, result }];
  if (refuses && result.code === 'request_url_signature_refused') return [{ label, result: clock }];
  return [
    { label, result: clock },
    { label, result },
  ];
}

const limitsOfApp: OtherClock['limits'] = [
  { code: 'clock_refuses_slack', overMs: replayWindowMs, effect: 'it refuses every click as a replay, with 401' },
  { code: 'clock_off', overMs: leaseMarginMs, effect: 'work may be done twice' },
];

/** One result for each cause, with the paths that have it. */
function groupByCause(found: readonly LabeledResult[]): readonly CheckResult[] {
  const groups = new Map<string, LabeledResult & { readonly labels: readonly string[] }>();
  for (const one of found) {
    const key = JSON.stringify([one.result.code, one.result.message]);
    const labels = [...(groups.get(key)?.labels ?? []), one.label];
    groups.set(key, { ...one, labels });
  }
  return [...groups.values()].map(({ labels, result }) => ({
    ...result,
    message: `At ${joinNames(labels)}, ${result.message.charAt(0).toLowerCase()}${result.message.slice(1)}`,
  }));
}

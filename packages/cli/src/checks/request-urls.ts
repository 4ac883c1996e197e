import { randomBytes } from 'node:crypto';
import { type Check, type CheckResult, notChecked, ok, wrong } from '../doctor/check.js';
import { type ConnectionFailure, explainFailure } from '../doctor/connection-failure.js';
import type { Ports } from '../doctor/ports.js';
import { challengeRequest, type ProbeResult, probe } from '../doctor/probe.js';
import { urlProblem } from '../doctor/url-problem.js';

const notReadable =
  'A bot token cannot read the URLs and the secret that Slack has stored: compare them on the page of your app.';

/** Whether Slack's requests reach one of the app's three endpoints, and the app verifies their signature. */
function requestUrl(endpoint: 'actions' | 'commands' | 'events'): Check {
  return {
    id: `request_url_${endpoint}`,
    title: `/slack/${endpoint}`,
    async run({ PUBLIC_URL: url, SLACK_SIGNING_SECRET: secret, SLACK_APP_TOKEN: appToken }, ports) {
      if (url === undefined) {
        const hint = appToken === undefined ? 'set it, or pass --url.' : 'Socket Mode needs no URL.';
        return notChecked('public_url_unset', `PUBLIC_URL is not set: ${hint}`);
      }
      const problem = urlProblem(url);
      if (problem !== null)
        return wrong(
          'public_url_invalid',
          `PUBLIC_URL ${problem}.`,
          'Set it to the https:// URL at which Slack reaches the app.',
        );
      if (secret === undefined)
        return notChecked('signing_secret_missing', 'Signing a request needs SLACK_SIGNING_SECRET.');
      const { origin, pathname } = new URL(url);
      return await probeEndpoint(ports, `${origin}${pathname.replace(/\/+$/, '')}/slack/${endpoint}`, secret);
    },
  };
}

export const actionsUrl = requestUrl('actions');
export const commandsUrl = requestUrl('commands');
export const eventsUrl = requestUrl('events');

/** Whether the app answers on this machine. If it does and the public URL fails, the fault is between Slack and the app. */
export const localApp: Check = {
  id: 'local_app',
  title: 'app on this machine',
  async run({ PORT: port, SLACK_SIGNING_SECRET: secret }, ports) {
    if (port === undefined) return notChecked('port_unset', 'PORT is not set.');
    if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535)
      return wrong(
        'port_invalid',
        'PORT is not a number from 1 to 65535.',
        'Set it to the port that the app listens on, or unset it.',
      );
    if (secret === undefined)
      return notChecked('signing_secret_missing', 'Signing a request needs SLACK_SIGNING_SECRET.');
    const result = await probeEndpoint(ports, `http://127.0.0.1:${Number(port)}/slack/actions`, secret);
    if (result.code !== 'request_url_unreachable') return result;
    return notChecked('local_app_absent', 'Nothing listens on this port; ignore this if the app runs elsewhere.');
  },
};

/** Sends two requests as Slack would, one with a valid and one with an invalid signature. Neither can decide anything. */
async function probeEndpoint(ports: Ports, url: string, signingSecret: string): Promise<CheckResult> {
  const { challenge, request } = challengeRequest(signingSecret, ports.now());
  const problem = problemOf(await probe(ports, url, request), challenge);
  if (problem !== null) return problem;

  const forged = await probe(ports, url, challengeRequest(randomBytes(16).toString('hex'), ports.now()).request);
  if (forged.type === 'answer' && forged.status >= 200 && forged.status < 300)
    return wrong(
      'request_url_unverified',
      'It accepts a request with an invalid signature: it does not verify signatures.',
      'Let an adapter, receive or handle of the library answer these requests: otherwise anyone can approve.',
    );
  return ok('request_url_ok', 'It answers a signed request, and refuses an invalid signature.', notReadable);
}

/** Null if the response contains the challenge. */
function problemOf(result: ProbeResult, challenge: string): CheckResult | null {
  if (result.type === 'unreached') return unreachedResult(result.failure);
  const { status, isHtml, body } = result;
  if (status >= 300 && status < 400)
    return wrong(
      'request_url_redirects',
      `It redirects the request (${status}), as a login page does.`,
      'Let Slack reach the app without a login, and use the final URL: Slack does not follow redirects.',
    );
  if (status === 401)
    return wrong(
      'request_url_signature_refused',
      'It refuses a validly signed request (401): the app has another signing secret, or a proxy changes the body.',
      'Give the app this SLACK_SIGNING_SECRET and restart it. If it has this secret, make sure that nothing parses or rewrites the body on the way, and compare both clocks.',
      notReadable,
    );
  if (status === 404 || status === 405)
    return wrong(
      'request_url_not_found',
      `Nothing handles POST at this path (${status}).`,
      'Mount the adapter so that it serves /slack/actions, /slack/commands and /slack/events, or correct PUBLIC_URL.',
    );
  if (isHtml)
    return wrong(
      'request_url_html',
      `A web page answers (${status}), not the app.`,
      'Remove the login, the warning page of the tunnel or the other site from this path.',
    );
  if (status === 403)
    return wrong(
      'request_url_forbidden',
      'A proxy or firewall refuses the request (403).',
      "Let it pass Slack's requests: the app checks their signature.",
    );
  if (status !== 200)
    return wrong(
      'request_url_failed',
      `It answers ${status}.`,
      "See the app's log. 502 to 504 mean that the proxy does not reach the app.",
    );
  return body.includes(challenge)
    ? null
    : wrong(
        'request_url_other_answer',
        'It answers 200, but without the challenge: another program serves this path.',
        'Correct PUBLIC_URL, or mount the adapter on this path.',
      );
}

function unreachedResult(failure: ConnectionFailure): CheckResult {
  const message = `It cannot be reached: ${explainFailure(failure)}.`;
  switch (failure.reason) {
    case 'dns':
      return wrong('request_url_dns', message, 'Correct the host name; a restarted tunnel may have a new one.');
    case 'tls':
      return wrong(
        'request_url_tls',
        message,
        'Serve a certificate for this name, with its full chain, that a public authority has signed.',
      );
    case 'refused':
    case 'timeout':
    case 'lost':
      return wrong(
        'request_url_unreachable',
        message,
        'Start the app, and the tunnel if you use one; let firewalls pass requests from the internet.',
      );
    default:
      return failure.reason satisfies never;
  }
}

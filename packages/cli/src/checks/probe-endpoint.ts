import { randomBytes } from 'node:crypto';
import { type CheckResult, ok, wrong } from '../doctor/check.js';
import { type ConnectionFailure, explainFailure } from '../doctor/connection-failure.js';
import type { Ports } from '../doctor/ports.js';
import { challengeRequest, type ProbeResult, probe } from '../doctor/probe.js';

const notReadable =
  'A bot token cannot read the URLs and the secret that Slack has stored: compare them on the page of your app.';

/** Where a request goes, and how it is made. */
interface Endpoint {
  readonly url: string;
  readonly signingSecret: string;
  /** The time in the signature, in epoch milliseconds. */
  readonly signedAtMs: number;
  /** How to correct the URL, as the end of a sentence. */
  readonly correction: string;
}

interface EndpointResult {
  readonly result: CheckResult;
  /** How far this clock is ahead of the one that answers; null if nothing answers. */
  readonly aheadMs: number | null;
}

/** Sends two requests as Slack would, one with a valid and one with an invalid signature. Neither can decide anything. */
export async function probeEndpoint(ports: Ports, endpoint: Endpoint): Promise<EndpointResult> {
  const { url, signingSecret, signedAtMs, correction } = endpoint;
  const { challenge, request } = challengeRequest(signingSecret, signedAtMs);
  const answer = await probe(ports, url, request);
  const aheadMs = answer.type === 'answer' ? answer.aheadMs : null;
  const problem = problemOf(answer, challenge, correction);
  if (problem !== null) return { result: problem, aheadMs };

  const forged = await probe(ports, url, challengeRequest(randomBytes(16).toString('hex'), signedAtMs).request);
  if (forged.type !== 'answer' || forged.status < 200 || forged.status >= 300)
    return {
      result: ok('request_url_ok', 'The app answers a signed request, and refuses an invalid signature.', notReadable),
      aheadMs,
    };
  const result = wrong(
    'request_url_unverified',
    'The app accepts a request with an invalid signature: it does not verify signatures.',
    'Let an adapter, receive or handle of the library answer these requests: otherwise anyone can approve.',
  );
  return { result, aheadMs };
}

/** Null if the response contains the challenge. */
function problemOf(result: ProbeResult, challenge: string, correction: string): CheckResult | null {
  if (result.type === 'unreached') return unreachedResult(result.failure);
  const { status, isHtml, body } = result;
  if (status >= 300 && status < 400)
    return wrong(
      'request_url_redirects',
      `The request is redirected (${status}), as by a login page.`,
      'Let Slack reach the app without a login, and use the final URL: Slack does not follow redirects.',
    );
  if (status === 401)
    return wrong(
      'request_url_signature_refused',
      'The app refuses a validly signed request (401): it has another signing secret, or a proxy changes the body.',
      'Give the app this SLACK_SIGNING_SECRET and restart it. If it has this secret, make sure that nothing parses or rewrites the body on the way, and compare both clocks.',
      notReadable,
    );
  if (status === 404 || status === 405)
    return wrong(
      'request_url_not_found',
      `Nothing handles POST (${status}).`,
      `Mount the adapter so that it serves this path, or ${correction}.`,
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
      `The answer is ${status}.`,
      "See the app's log. 502 to 504 mean that the proxy does not reach the app.",
    );
  return body.includes(challenge)
    ? null
    : wrong(
        'request_url_other_answer',
        'The answer is 200, but without the challenge: it comes from another program.',
        `Mount the adapter on this path, or ${correction}.`,
      );
}

function unreachedResult(failure: ConnectionFailure): CheckResult {
  const message = `The app cannot be reached: ${explainFailure(failure)}.`;
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

import { randomBytes } from 'node:crypto';
import { type CheckResult, ok, wrong } from '../doctor/check.js';
import type { Ports } from '../doctor/ports.js';
import { challengeRequest, type Probed, probe } from '../doctor/probe.js';
import { type Unreached, unreachedText } from '../doctor/why-unreached.js';

const notReadable =
  'What is stored as URL and secret in Slack cannot be read with a bot token: compare them on the page of your app.';

/** Asks a door of the app as Slack would, once signed rightly and once wrongly. Nothing is decided by it. */
export async function askDoor(ports: Ports, url: string, signingSecret: string): Promise<CheckResult> {
  const { challenge, request } = challengeRequest(signingSecret, ports.now());
  const answer = await probe(ports, url, request);
  const trouble = troubleOf(answer, challenge);
  if (trouble !== null) return trouble;

  const forged = await probe(ports, url, challengeRequest(randomBytes(16).toString('hex'), ports.now()).request);
  if (forged.type === 'answer' && forged.status >= 200 && forged.status < 300)
    return wrong(
      'request_url_unverified',
      'A wrongly signed request is answered as well: whoever answers there does not verify.',
      'Let the library answer it, by an adapter, receive or handle: anybody could approve otherwise.',
    );
  return ok('request_url_ok', 'It answers a signed request, and refuses a wrongly signed one.', notReadable);
}

/** Null where the challenge came back. */
function troubleOf(answer: Probed, challenge: string): CheckResult | null {
  if (answer.type === 'unreached') return unreachedResult(answer.why);
  const { status, isHtml, body } = answer;
  if (status >= 300 && status < 400)
    return wrong(
      'request_url_redirects',
      `It sends the request elsewhere (${status}), as a login page in front does.`,
      'Let Slack through to the app without a login, and give the final address: clicks follow no redirect.',
    );
  if (status === 401)
    return wrong(
      'request_url_signature_refused',
      'A rightly signed request is refused (401): the app runs with another signing secret, or a proxy changes the body.',
      'Give the app this SLACK_SIGNING_SECRET and start it again; if it has it, let nothing between parse or rewrite the body, and look at both clocks.',
      notReadable,
    );
  if (status === 404 || status === 405)
    return wrong(
      'request_url_not_found',
      `Nothing serves this path by POST (${status}).`,
      'Mount the adapter so that /slack/actions, /slack/commands and /slack/events reach it, or correct PUBLIC_URL.',
    );
  if (isHtml)
    return wrong(
      'request_url_html',
      `A web page answers (${status}), not the app.`,
      'Take the login, the interstitial of a tunnel or the other site away from this path.',
    );
  if (status === 403)
    return wrong(
      'request_url_forbidden',
      'Something in front refuses the request (403).',
      "Let a firewall or access rule pass Slack's requests: they are believed for their signature alone.",
    );
  if (status !== 200)
    return wrong(
      'request_url_failed',
      `It answers ${status}.`,
      'See the log of the app; 502 to 504 mean that what is in front does not reach it.',
    );
  return body.includes(challenge)
    ? null
    : wrong(
        'request_url_other_answer',
        'It answers 200, but not with the challenge: it is another program.',
        'Correct PUBLIC_URL, or mount the adapter on this path.',
      );
}

function unreachedResult(why: Unreached): CheckResult {
  const message = `It is not reached: ${unreachedText(why)}.`;
  switch (why.how) {
    case 'dns':
      return wrong(
        'request_url_dns',
        message,
        'Correct the host name; a tunnel that was started again may have a new one.',
      );
    case 'tls':
      return wrong(
        'request_url_tls',
        message,
        'Serve a certificate that a public authority has signed for this name, with its whole chain.',
      );
    case 'refused':
    case 'timeout':
    case 'lost':
      return wrong(
        'request_url_unreachable',
        message,
        'Start the app, and the tunnel if there is one; let firewalls pass requests from the internet.',
      );
    default:
      return why.how satisfies never;
  }
}

import { type Check, type CheckResult, notChecked, ok, wrong } from '../doctor/check.js';
import { checkUrl } from '../doctor/check-url.js';
import type { Ports } from '../doctor/ports.js';
import { type Probed, probe } from '../doctor/probe.js';
import { unreachedText } from '../doctor/why-unreached.js';

/** Whether the receiver of decisions is there, and believes nobody without a signature. Nothing that orders is ever sent to it. */
export const functionUrl: Check = {
  id: 'function',
  title: 'function',
  async run({ AZURE_FUNCTION_URL: url }, ports) {
    if (url === undefined)
      return notChecked('function_unset', 'AZURE_FUNCTION_URL is not set: decisions go nowhere else.');
    const problem = checkUrl(url);
    if (problem !== null)
      return wrong(
        'function_url_invalid',
        `AZURE_FUNCTION_URL ${problem}.`,
        'Name the address that takes decisions, with https://; http only to this machine.',
      );
    const forged = await probe(ports, url, forgedDelivery(ports.now()));
    return troubleOf(forged) ?? (await askByGet(ports, url));
  },
};

/** A delivery with a signature that nobody made, of an event that does not exist: even who does not verify has nothing to do for it. */
function forgedDelivery(nowMs: number): RequestInit {
  const headers = {
    'content-type': 'application/json',
    'webhook-id': 'doctor',
    'webhook-timestamp': String(Math.floor(nowMs / 1_000)),
    'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}`,
  };
  const body = JSON.stringify({ type: 'doctor.check', timestamp: new Date(nowMs).toISOString(), data: null });
  return { method: 'POST', headers, body };
}

function troubleOf(answer: Probed): CheckResult | null {
  if (answer.type === 'unreached')
    return wrong(
      'function_unreachable',
      `It is not reached: ${unreachedText(answer.why)}.`,
      'Correct AZURE_FUNCTION_URL, start the function app, and let this machine reach it.',
    );
  const { status, isHtml } = answer;
  if (status === 401 || status === 403) return null;
  if (status >= 300 && status < 400)
    return wrong(
      'function_redirects',
      `It sends the delivery elsewhere (${status}).`,
      'Name the final address: deliveries follow no redirect. A login in front has to go.',
    );
  if (status === 404 || status === 405)
    return wrong(
      'function_not_found',
      `Nothing takes a POST at this path (${status}).`,
      'Correct the path, such as /api/decisions, and see that the function is deployed.',
    );
  if (isHtml)
    return wrong(
      'function_html',
      `A web page answers (${status}), not the function.`,
      'Correct the address, or take the login in front away.',
    );
  if (status >= 200 && status < 300)
    return wrong(
      'function_unverified',
      `A wrongly signed delivery is taken (${status}): whoever answers there does not verify.`,
      'Verify by receiveDecision, decisionHandler or verifyWebhook: anybody could order otherwise.',
    );
  if (status >= 500)
    return wrong(
      'function_failed',
      `It answers ${status} to a wrongly signed delivery.`,
      'See its log: it may lack DECISION_SECRET, or fail at its start.',
    );
  return wrong(
    'function_other_answer',
    `It answers ${status} to a wrongly signed delivery, where 401 is expected.`,
    'See that the address is that of the function that takes decisions.',
  );
}

async function askByGet(ports: Ports, url: string): Promise<CheckResult> {
  const answer = await probe(ports, url, { method: 'GET' });
  if (answer.type === 'answer' && answer.status < 400)
    return wrong(
      'function_answers_get',
      `It answers a GET by ${answer.status}: a function that takes decisions answers POST alone.`,
      'See that the address is the right one.',
    );
  return ok(
    'function_ok',
    'It refuses a wrongly signed delivery.',
    'A wrong or missing function key in the address is refused in the same way: if deliveries fail by 401, compare it and DECISION_SECRET at both ends.',
  );
}

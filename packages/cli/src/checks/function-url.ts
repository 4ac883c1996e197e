import { type Check, type CheckResult, notChecked, ok, wrong } from '../doctor/check.js';
import { explainFailure } from '../doctor/connection-failure.js';
import type { Ports } from '../doctor/ports.js';
import { type ProbeResult, probe } from '../doctor/probe.js';
import { urlProblem } from '../doctor/url-problem.js';
import { compareClock, type OtherClock, referenceClock, replayWindowMs } from './compare-clock.js';

/** Whether the receiver of decisions answers and verifies signatures. The doctor never sends it a valid decision. */
export const functionUrl: Check = {
  id: 'function',
  title: 'function',
  async run(environment, ports) {
    const { AZURE_FUNCTION_URL: url } = environment;
    if (url === undefined) return notChecked('function_unset', 'AZURE_FUNCTION_URL is not set.');
    const problem = url.includes('YOUR_') ? 'still has the placeholder YOUR_…' : urlProblem(url);
    if (problem !== null)
      return wrong(
        'function_url_invalid',
        `AZURE_FUNCTION_URL ${problem}.`,
        'Set it to the https:// URL that receives decisions; http is allowed only to this machine.',
      );
    const result = await probe(ports, url, forgedDelivery(ports.now()));
    const clockProblem = compareClock(clockOf(result), await referenceClock(environment, ports));
    const verdict = problemOf(result) ?? (await probeByGet(ports, url));
    return clockProblem === null ? verdict : [verdict, clockProblem];
  },
};

/** A smaller offset does no harm: the function holds no lease. */
function clockOf(result: ProbeResult): OtherClock {
  const effect = 'it refuses every decision as too old or too new, with 401';
  return {
    owner: 'the function',
    aheadMs: result.type === 'answer' ? result.aheadMs : null,
    limits: [{ code: 'clock_refuses_decisions', overMs: replayWindowMs, effect }],
  };
}

/** A delivery with an invalid signature. Its event type does not exist, so even a receiver that does not verify does nothing. */
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

function problemOf(result: ProbeResult): CheckResult | null {
  if (result.type === 'unreached')
    return wrong(
      'function_unreachable',
      `It cannot be reached: ${explainFailure(result.failure)}.`,
      'Correct AZURE_FUNCTION_URL, start the function app, and let this machine reach it.',
    );
  const { status, isHtml } = result;
  if (status === 401 || status === 403) return null;
  if (status >= 300 && status < 400)
    return wrong(
      'function_redirects',
      `It redirects the delivery (${status}).`,
      'Use the final URL, since deliveries do not follow redirects, and remove any login.',
    );
  if (status === 404 || status === 405)
    return wrong(
      'function_not_found',
      `Nothing handles POST at this path (${status}).`,
      'Correct the path, such as /api/decisions, and check that the function is deployed.',
    );
  if (isHtml)
    return wrong(
      'function_html',
      `A web page answers (${status}), not the function.`,
      'Correct the URL, or remove the login.',
    );
  if (status >= 200 && status < 300)
    return wrong(
      'function_unverified',
      `It accepts a delivery with an invalid signature (${status}): it does not verify signatures.`,
      'Verify with receiveDecision, decisionHandler or verifyWebhook: otherwise anyone can send decisions.',
    );
  if (status >= 500)
    return wrong(
      'function_failed',
      `It answers ${status} to a delivery with an invalid signature.`,
      'See its log: it may lack DECISION_SECRET, or fail to start.',
    );
  return wrong(
    'function_other_answer',
    `It answers ${status} to a delivery with an invalid signature; expected 401.`,
    'Check that AZURE_FUNCTION_URL is the URL of the function that receives decisions.',
  );
}

async function probeByGet(ports: Ports, url: string): Promise<CheckResult> {
  const result = await probe(ports, url, { method: 'GET' });
  if (result.type === 'answer' && result.status < 400)
    return wrong(
      'function_answers_get',
      `It answers GET with ${result.status}: a function that receives decisions answers only POST.`,
      'Check that AZURE_FUNCTION_URL is the right URL.',
    );
  return ok(
    'function_ok',
    'It refuses a delivery with an invalid signature.',
    'A wrong or missing function key in the URL looks the same: if deliveries fail with 401, compare the key and DECISION_SECRET at both ends.',
  );
}

import { isSlackApprovalError } from '@k8s-pizza/slack-approval';
import { createLogThrottle, type Log, type RawResponse } from '@k8s-pizza/slack-approval/host';
import { coreProblem, type Problem, problemResponse } from './problems.js';

/** Answers refused requests. Anyone can send one, so each code is logged at most once a minute. */
export function createRefuse(log: Log, clock: () => number): (problem: Problem) => RawResponse {
  const throttle = createLogThrottle(clock, 60_000);
  return (problem) => {
    const heldBack = throttle(problem.code);
    if (heldBack !== null)
      log[problem.code === 'internal' ? 'error' : 'warn']('ask_refused', 'a request was refused', {
        reason: problem.code,
        ...(problem.detail === undefined ? {} : { remedy: problem.detail }),
        ...heldBack,
      });
    // what the host did wrong is for the log only
    return problemResponse(problem.code === 'internal' ? { code: 'internal' } : problem);
  };
}

/** What a request caused, by the codes of `ask`. */
const faultsOfRequest: ReadonlySet<string> = new Set([
  'invalid_payload',
  'payload_not_editable',
  'payload_not_json',
  'payload_too_large',
  'content_too_large',
  'block_limit_exceeded',
  'invalid_argument',
  'unsatisfiable_policy',
]);
const faultsOfSetup: ReadonlySet<string> = new Set(['invalid_options', 'invalid_requester', 'slack_required']);

/** Logs what was thrown, and answers without repeating it: 422 if the request caused it. */
export function toFailure(log: Log, error: unknown, fields: object): RawResponse {
  const code = isSlackApprovalError(error) ? error.code : '';
  if (faultsOfRequest.has(code)) {
    log.warn('ask_refused', 'the approvals refused a request', { ...fields, error });
    return coreProblem(code, 422);
  }
  log.error('ask_failed', 'a request failed', { ...fields, error });
  return problemResponse({ code: faultsOfSetup.has(code) ? 'internal' : 'unavailable' });
}

import type { Installation } from '../../domain/model/installation.js';
import type { ErrorCode } from '../../errors.js';
import { statusByCode } from '../../ports/http-status.js';
import type { BodyFault } from '../../ports/raw-http.js';
import type { Runtime } from '../../runtime/runtime.js';

const usualCauses =
  'the signing secret of another Slack app, a clock that is off by more than 5 minutes, or a body that something parsed or rewrote';

/** Logs why a request was refused. Anyone can send such requests, so each reason gets one line a minute. */
export function logRefused(app: Runtime, reason: ErrorCode | BodyFault): void {
  const heldBack = app.everyMinute(`request_refused ${reason}`);
  if (heldBack === null) return;
  app.log.warn('request_refused', 'a request was refused; if it came from Slack, clicks and commands do not work', {
    reason,
    ...(statusByCode[reason] === 401 ? { usualCauses } : {}),
    ...heldBack,
  });
}

/** Logs that a request could not be answered. */
export function logUnanswered(app: Runtime, error: unknown): void {
  app.log.error('request_failed', 'a request of Slack could not be answered; Slack shows the person an error', {
    error,
  });
}

/** Logs that an interaction belongs to another deployment: to its namespace, or to its installation of the Slack app. */
export function logForeign(app: Runtime, from: { readonly namespace: string } | Installation): void {
  const reason = 'namespace' in from ? 'another_namespace' : 'another_installation';
  const heldBack = app.everyMinute(reason);
  if (heldBack === null) return;
  app.log.warn('not_ours', 'Slack sent something that another deployment of this app has to answer', {
    reason,
    ...('namespace' in from ? { namespace: from.namespace } : { appId: from.appId, teamId: from.teamId }),
    ...heldBack,
  });
}

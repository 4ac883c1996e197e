import { type ErrorCode, isSlackApprovalError } from '../../errors.js';
import { tellRequestRefused } from '../../events/tell-listeners.js';
import { methodNotAllowed, statusByCode } from '../../ports/http-status.js';
import {
  type BodyFault,
  type HostContext,
  maxRequestBytes,
  type RawRequest,
  type RawResponse,
  type RequestHead,
  requireBytes,
} from '../../ports/raw-http.js';
import { type Exchange, exchangeOf } from '../../runtime/exchange.js';
import type { Runtime, SlackAccess } from '../../runtime/runtime.js';
import { decodePayload } from '../../slack/request/body/decode-payload.js';
import { isSslCheck, mayBeSslCheck } from '../../slack/request/body/ssl-check.js';
import { clickOf } from '../../slack/request/parse-block-action.js';
import { headFault, signatureFault } from '../../slack/request/signature-fault.js';
import { type Answered, ok } from '../replies/answers.js';
import { dispatch } from './dispatch.js';
import { loadSurfaces } from './load-surfaces.js';

/** Verifies, parses and answers one raw request from Slack. It throws no error of the request. This is the hot path. */
export async function receive(
  app: Runtime,
  slack: SlackAccess,
  request: RawRequest,
  context: HostContext | undefined,
): Promise<RawResponse> {
  const exchange = exchangeOf(context);
  try {
    return await answer(app, slack, request, exchange);
  } catch (error) {
    return await failure(app, error);
  }
}

/**
 * Refuses a request by its head, with the same response as `receive`; null: read the body.
 *
 * Slack's `ssl_check` is unsigned, so a small body that may be one has to be read.
 */
export function refuseHead(app: Runtime, { method, header }: RequestHead): RawResponse | null {
  if (method !== 'POST') return methodNotAllowed;
  if (mayBeSslCheck(lengthOf(header('content-length')), header('content-type'))) return null;
  const { signature, timestamp } = signedHead(header);
  const fault = headFault({ signature, timestamp, nowMs: app.clock() });
  if (fault === null) return null;
  void app.work.track(refuse(app, fault));
  return toResponse(fault);
}

const lengthOf = (header: string | null | undefined): number => (header ? Number(header) : Number.NaN);

// callers destructure it, because spreading it into another object takes 3 µs
const signedHead = (header: RequestHead['header']) => ({
  signature: header('x-slack-signature'),
  timestamp: header('x-slack-request-timestamp'),
});

/** Answers a request. It is no `async` function, because each one delays every click by a turn of the microtask queue. */
function answer(app: Runtime, slack: SlackAccess, request: RawRequest, exchange: Exchange): Answered {
  const { method, header } = request;
  if (method !== 'POST') return methodNotAllowed;
  const body = requireBytes(request.body);
  if (body.length > maxRequestBytes) return refuse(app, 'body_too_large');
  const contentType = header('content-type');
  if (isSslCheck(body, contentType)) return ok;
  const { signature, timestamp } = signedHead(header);
  const fault = signatureFault({ body, signature, timestamp, secrets: slack.signingSecrets, nowMs: app.clock() });
  if (fault !== null) return refuse(app, fault);
  const payload = decodePayload(body, contentType);
  const click = clickOf(payload?.json);
  if (click !== null) return dispatch({ app, slack, exchange, interaction: click });
  return loadSurfaces().then(({ readOther }) =>
    dispatch({ app, slack, exchange, interaction: readOther(payload, body, contentType) }),
  );
}

/** Responds with a status only. For a 5xx, Slack shows the person its own error, and they click again. */
export async function failure(app: Runtime, error: unknown): Promise<RawResponse> {
  const refused = refusedBy(error);
  if (refused !== null) return await refuse(app, refused);
  await logLater(app, ({ logUnanswered }) => logUnanswered(app, error));
  return { status: 503, headers: {}, body: '' };
}

/** Refuses the body of a request: it is too large, too slow or compressed. */
export function refuseBody(app: Runtime, fault: BodyFault): RawResponse {
  void app.work.track(refuse(app, fault));
  return toResponse(fault);
}

type Reason = ErrorCode | BodyFault;

/** The code of an error that is the sender's fault; null: it is ours. */
function refusedBy(error: unknown): ErrorCode | null {
  return isSlackApprovalError(error) && statusByCode[error.code] !== undefined ? error.code : null;
}

async function refuse(app: Runtime, reason: Reason): Promise<RawResponse> {
  tellRequestRefused(app, reason);
  await app.emitter.ready();
  await logLater(app, ({ logRefused }) => logRefused(app, reason));
  return toResponse(reason);
}

function toResponse(reason: Reason): RawResponse {
  return { status: statusByCode[reason] ?? 503, headers: {}, body: '' };
}

/** Loads the lines that are logged, because most processes write none. */
async function logLater(app: Runtime, write: (lines: Awaited<ReturnType<typeof loadSurfaces>>) => void): Promise<void> {
  await app.work.track(loadSurfaces().then(write));
}

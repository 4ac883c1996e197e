import { isError, isSlackApprovalError, SlackApprovalError } from '../errors.js';
import { tellRequestRefused } from '../events/tell-listeners.js';
import { methodNotAllowed, statusByCode } from '../ports/http-status.js';
import {
  type HostContext,
  maxRequestBytes,
  type RawRequest,
  type RawResponse,
  type RequestHead,
} from '../ports/raw-http.js';
import { type Exchange, exchangeOf } from '../runtime/exchange.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import { decodeBody, isSslCheck, mayBeSslCheck } from '../slack/request/decode-body.js';
import { parseInteraction } from '../slack/request/parse-interaction.js';
import { verifySlackHead, verifySlackSignature } from '../slack/request/verify-signature.js';
import { ok } from './answers.js';
import { dispatch } from './dispatch.js';

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
    return failure(app, error);
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
  try {
    const { signature, timestamp } = signedHead(header);
    verifySlackHead({ signature, timestamp, nowMs: app.clock() });
    return null;
  } catch (error) {
    return failure(app, error);
  }
}

const lengthOf = (header: string | null | undefined): number => (header ? Number(header) : Number.NaN);

// callers destructure it, because spreading it into another object takes 3 µs
const signedHead = (header: RequestHead['header']) => ({
  signature: header('x-slack-signature'),
  timestamp: header('x-slack-request-timestamp'),
});

async function answer(app: Runtime, slack: SlackAccess, request: RawRequest, exchange: Exchange): Promise<RawResponse> {
  const { method, header, body } = request;
  if (method !== 'POST') return methodNotAllowed;
  if (!ArrayBuffer.isView(body)) {
    throw new SlackApprovalError('raw_body_unavailable', 'The body must be bytes: read it before any parser does.');
  }
  if (body.length > maxRequestBytes) return { status: 413, headers: {}, body: '' };
  const contentType = header('content-type');
  if (isSslCheck(body, contentType)) return ok;
  const { signature, timestamp } = signedHead(header);
  verifySlackSignature({ body, signature, timestamp, secrets: slack.signingSecrets, nowMs: app.clock() });
  const interaction = parseInteraction(decodeBody(body, contentType));
  return await dispatch({ app, slack, exchange, interaction });
}

/** Responds with a status only. For a 5xx, Slack shows the person its own error, and they click again. */
export function failure(app: Runtime, error: unknown): RawResponse {
  const code = isSlackApprovalError(error) ? error.code : null;
  const status = (code === null ? undefined : statusByCode[code]) ?? 503;
  if (status !== 503) tellRequestRefused(app, code ?? 'malformed_body');
  else
    app.logger.error('slack-approval: a request could not be answered', {
      code,
      error: isError(error) ? error.message : 'not an Error',
    });
  return { status, headers: {}, body: '' };
}

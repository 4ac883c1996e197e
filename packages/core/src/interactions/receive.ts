import { type ErrorCode, isError, isSlackApprovalError, SlackApprovalError } from '../errors.js';
import { announceRefusal } from '../events/announce-refusal.js';
import { type Context, maxBodyBytes, type RawRequest, type RawResponse, type RequestHead } from '../ports/raw-http.js';
import { done, type Exchange, exchangeOf } from '../runtime/exchange.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import { decodeBody, isSslCheck, mayBeSslCheck } from '../slack/request/decode-body.js';
import { parseInteraction } from '../slack/request/parse-interaction.js';
import { verifySlackHead, verifySlackSignature } from '../slack/request/verify-signature.js';
import { dispatch } from './dispatch.js';

/** Takes one raw request from Slack to its answer: verify the bytes, parse, dispatch. Never throws; the hot path. */
export async function receive(
  runtime: Runtime,
  slack: SlackAccess,
  request: RawRequest,
  context: Context | undefined,
): Promise<RawResponse> {
  const exchange = exchangeOf(context);
  try {
    return await answer(runtime, slack, request, exchange);
  } catch (error) {
    return failure(runtime, error);
  }
}

/**
 * Refuses what Slack cannot have sent, by its head: the answer is the one that `receive` gives.
 * What may be Slack's unsigned probe is small, and has to be read.
 */
export function refuseHead(runtime: Runtime, { method, header }: RequestHead): RawResponse | null {
  if (method !== 'POST') return methodNotAllowed;
  if (mayBeSslCheck(lengthOf(header('content-length')), header('content-type'))) return null;
  try {
    const { signature, timestamp } = signedHead(header);
    verifySlackHead({ signature, timestamp, nowMs: runtime.clock() });
    return null;
  } catch (error) {
    return failure(runtime, error);
  }
}

const methodNotAllowed: RawResponse = { status: 405, headers: { allow: 'POST' }, body: '' };

const lengthOf = (header: string | null | undefined): number => (header ? Number(header) : Number.NaN);

// taken apart again by its callers: to spread it into another object takes 3 µs
const signedHead = (header: RequestHead['header']) => ({
  signature: header('x-slack-signature'),
  timestamp: header('x-slack-request-timestamp'),
});

async function answer(
  runtime: Runtime,
  slack: SlackAccess,
  request: RawRequest,
  exchange: Exchange,
): Promise<RawResponse> {
  const { method, header, body } = request;
  if (method !== 'POST') return methodNotAllowed;
  if (!ArrayBuffer.isView(body)) {
    throw new SlackApprovalError(
      'raw_body_unavailable',
      'The body of a request was handed over as something else than its bytes: read it before any parser does.',
    );
  }
  if (body.length > maxBodyBytes) return { status: 413, headers: {}, body: '' };
  const contentType = header('content-type');
  if (isSslCheck(body, contentType)) return done;
  const { signature, timestamp } = signedHead(header);
  verifySlackSignature({ body, signature, timestamp, secrets: slack.signingSecrets, nowMs: runtime.clock() });
  return await dispatch(runtime, slack, parseInteraction(decodeBody(body, contentType)), exchange);
}

const statuses: Readonly<Partial<Record<ErrorCode, number>>> = {
  signature_missing: 401,
  signature_malformed: 401,
  signature_mismatch: 401,
  timestamp_malformed: 401,
  timestamp_out_of_range: 401,
  malformed_body: 400,
  unsupported_media_type: 415,
  body_too_large: 413,
  method_not_allowed: 405,
};

/** What cannot be taken is answered by a status alone. Slack shows a 5xx to the person as its own error, who then clicks again. */
export function failure(runtime: Runtime, error: unknown): RawResponse {
  const code = isSlackApprovalError(error) ? error.code : null;
  const status = (code === null ? undefined : statuses[code]) ?? 503;
  if (status !== 503)
    announceRefusal(runtime, null, null, { code: code ?? 'malformed_body', explanation: 'The request was not taken.' });
  else
    runtime.logger.error('slack-approval: a request could not be answered', {
      code,
      error: isError(error) ? error.message : 'not an Error',
    });
  return { status, headers: {}, body: '' };
}

import { SlackApprovalError } from '../../errors.js';
import { statusByCode } from '../../ports/http-status.js';
import {
  type BodyFault,
  type HostContext,
  maxRequestBytes,
  type NodeBody,
  type RawResponse,
  type Receiver,
  type StreamedRequest,
  type WebBody,
} from '../../ports/raw-http.js';
import { dropBody, readBody } from './read-body.js';

/**
 * Hands a request to a receiver: it checks the head, reads the body, and calls.
 *
 * A body has at most `maxRequestBytes`, arrives within five seconds and is not compressed. What still comes of a refused one is dropped, and
 * after two seconds its stream is destroyed. A sender that hangs up within its body is answered 400, which nobody reads.
 *
 * @param receive - `approvals.receive` or another receiver itself: a function around it would have no `refuseHead`
 * @throws {SlackApprovalError} raw_body_unavailable — something has read the body before, or begun to
 */
export async function receiveStream(
  receive: Receiver,
  request: StreamedRequest,
  context?: HostContext,
): Promise<RawResponse> {
  const { body, ...head } = request;
  const fault = faultOf(request);
  if (!isStream(body)) {
    return fault === null
      ? await receive({ ...head, body: body === null ? new Uint8Array() : body }, context)
      : refuse(receive, fault);
  }
  if (wasRead(body)) {
    throw new SlackApprovalError(
      'raw_body_unavailable',
      'The body of this request was read before; pass the request on untouched, or the bytes that a parser kept.',
    );
  }
  const refused = receive.refuseHead?.(head) ?? (fault === null ? null : refuse(receive, fault));
  if (refused !== null) {
    dropBody(body);
    return refused;
  }
  const bytes = await readBody(body);
  if (bytes === 'aborted') return { status: 400, headers: {}, body: '' };
  return typeof bytes === 'string' ? refuse(receive, bytes) : await receive({ ...head, body: bytes }, context);
}

/** What is wrong with a body that was announced, or that something has read before. */
function faultOf({ header, body }: StreamedRequest): BodyFault | null {
  // nobody who asks here compresses a body, and what is not decompressed cannot explode
  if (String(header('content-encoding') || 'identity').toLowerCase() !== 'identity') return 'unsupported_media_type';
  const length = ArrayBuffer.isView(body) ? body.byteLength : Number(header('content-length'));
  return length > maxRequestBytes ? 'body_too_large' : null;
}

/** By shape: hosts bring streams of their own. What is neither a stream nor bytes is for the receiver to complain about. */
function isStream(body: StreamedRequest['body']): body is NodeBody | WebBody {
  const { getReader, on } = Object(body);
  return typeof getReader === 'function' || typeof on === 'function';
}

function wasRead(body: NodeBody | WebBody): boolean {
  if ('getReader' in body) return body.locked;
  return body.readableDidRead === true || body.readableEnded === true || (body.readableEncoding ?? null) !== null;
}

function refuse(receive: Receiver, fault: BodyFault): RawResponse {
  return receive.refuseBody?.(fault) ?? { status: statusByCode[fault], headers: {}, body: '' };
}

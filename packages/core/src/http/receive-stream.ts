import { SlackApprovalError } from '../errors.js';
import { statusByCode } from '../ports/http-status.js';
import {
  type BodyFault,
  type HostContext,
  maxRequestBytes,
  type NodeBody,
  type RawResponse,
  type Receiver,
  type StreamedRequest,
  type WebBody,
} from '../ports/raw-http.js';
import { dropBody, readBody } from './read-body.js';

/**
 * Reads the body of a request and passes the request to a receiver.
 *
 * The body may have up to `maxRequestBytes`, has to arrive within 5 s, and must not be compressed. Of a refused body, the rest is
 * dropped, and its stream is destroyed after 2 s. If the sender disconnects, the response is a 400 that no one reads.
 *
 * @param receive - `approvals.handleRaw` itself: a function around it has no `refuseHead`
 * @throws {SlackApprovalError} raw_body_unavailable — something has read the body, or has started to
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
  if (isRead(body)) {
    throw new SlackApprovalError(
      'raw_body_unavailable',
      'The body of this request has already been read: pass the request before anything reads it, or pass the raw bytes.',
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

/** Says what is wrong with a body, by the headers or by its bytes. */
function faultOf({ header, body }: StreamedRequest): BodyFault | null {
  // Slack never compresses a body, and a body that is not decompressed cannot be a zip bomb
  if (String(header('content-encoding') || 'identity').toLowerCase() !== 'identity') return 'unsupported_media_type';
  const length = ArrayBuffer.isView(body) ? body.byteLength : Number(header('content-length'));
  return length > maxRequestBytes ? 'body_too_large' : null;
}

/** Checks the methods, as hosts have different stream classes. If it is neither a stream nor bytes, the receiver refuses it. */
function isStream(body: StreamedRequest['body']): body is NodeBody | WebBody {
  const { getReader, on } = Object(body);
  return typeof getReader === 'function' || typeof on === 'function';
}

function isRead(body: NodeBody | WebBody): boolean {
  if ('getReader' in body) return body.locked;
  return body.readableDidRead === true || body.readableEnded === true || (body.readableEncoding ?? null) !== null;
}

function refuse(receive: Receiver, fault: BodyFault): RawResponse {
  return receive.refuseBody?.(fault) ?? { status: statusByCode[fault], headers: {}, body: '' };
}

import { SlackApprovalError } from '../errors.js';
import type { HostContext, RawResponse, Receiver } from '../ports/raw-http.js';
import { receiveStream } from './receive-stream.js';

/**
 * Answers a web-standard request.
 *
 * @throws {SlackApprovalError} raw_body_unavailable — the body has already been read
 */
export async function handleRequest(receive: Receiver, request: Request, context?: HostContext): Promise<Response> {
  // a body that was read to its end need not be locked
  if (request.bodyUsed) {
    throw new SlackApprovalError(
      'raw_body_unavailable',
      'The body of this request has already been read: pass the request before anything reads it.',
    );
  }
  const { method, headers, body } = request;
  return toResponse(await receiveStream(receive, { method, header: (name) => headers.get(name), body }, context));
}

export function toResponse({ status, headers, body }: RawResponse): Response {
  return new Response(body === '' ? null : body, { status, headers });
}

import { SlackApprovalError } from '../../errors.js';
import type { HostContext, Receiver } from '../../ports/raw-http.js';
import { receiveStream } from './receive-stream.js';

/**
 * `receive` for web-standard hosts.
 *
 * @throws {SlackApprovalError} raw_body_unavailable — somebody has read the request's body before
 */
export async function handleRequest(
  receive: Receiver,
  request: Request,
  context: HostContext | undefined,
): Promise<Response> {
  // one that was read to its end need not be locked
  if (request.bodyUsed) {
    throw new SlackApprovalError(
      'raw_body_unavailable',
      'The body of this request was read before; pass the request on untouched.',
    );
  }
  const { method, headers, body } = request;
  const answer = await receiveStream(receive, { method, header: (name) => headers.get(name), body }, context);
  return new Response(answer.body === '' ? null : answer.body, { status: answer.status, headers: answer.headers });
}

import type { HttpHandler, HttpRequest, HttpResponseInit } from '@azure/functions';
import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import { type HostContext, type Receiver, receiveStream } from '@k8s-pizza/slack-approval/host';

const bodyWasRead =
  'raw_body_unavailable: the body has already been read, perhaps by a hook; pass the request on without reading it.';

/**
 * Creates an HTTP trigger handler from a raw receiver, such as `receiveAlerts`.
 *
 * It passes the raw bytes on and returns the response unchanged, and limits the body as `receiveStream` does.
 * A request whose body a hook has read fails with `raw_body_unavailable`.
 *
 * @example
 * ```ts
 * import { app } from '@azure/functions';
 * import { rawHandler } from '@k8s-pizza/slack-approval-azure-functions';
 *
 * const handler = rawHandler(async ({ body }) => ({ status: 200, headers: {}, body: `${body.byteLength} bytes` }));
 * app.http('count', { methods: ['POST'], authLevel: 'anonymous', handler });
 * ```
 */
export function rawHandler(receive: Receiver): HttpHandler {
  return (request) => handleRaw(request, receive);
}

/** Passes one request on as raw bytes, and returns the response unchanged. */
export async function handleRaw(
  request: HttpRequest,
  receive: Receiver,
  context: HostContext = {},
): Promise<HttpResponseInit> {
  if (request.bodyUsed) throw new SlackApprovalError('raw_body_unavailable', bodyWasRead);
  const { method, url, headers, body } = request;
  const response = await receiveStream(receive, { method, url, header: (name) => headers.get(name), body }, context);
  const head = { status: response.status, headers: { ...response.headers } };
  // the host adds a content type to a body that is present and empty
  return response.body === '' ? head : { ...head, body: response.body };
}

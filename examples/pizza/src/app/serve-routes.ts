import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { isSlackApprovalError, type RawResponse, receiveStream } from '@k8s-pizza/slack-approval';
import { json, type Route } from './route.js';

/** Answers the app's own routes on a plain Node server, each with the bytes that were sent. */
export function serveRoutes(routes: readonly Route[], log: (line: string) => void): RequestListener {
  return (request, response) => {
    answer(routes, request)
      .catch((error: unknown) => {
        log(`Slack app: ${isSlackApprovalError(error) ? error.message : 'a request failed'}`);
        return json(500, { error: 'the request could not be answered' });
      })
      .then((answered) => send(response, answered))
      // nobody is there any more who could be answered
      .catch(() => response.destroy());
  };
}

async function answer(routes: readonly Route[], request: IncomingMessage): Promise<RawResponse> {
  const { method = '', headers } = request;
  const path = pathOf(request);
  const route = routes.find((one) => one.method === method && one.path === path);
  if (route === undefined) return json(404, { error: 'there is nothing here' });
  const header = (name: string) => headers[name.toLowerCase()]?.toString();
  return await receiveStream(route.answer, { method, header, body: request });
}

/** The path of a request, without what stands behind a question mark. */
export function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '/';
}

function send(response: ServerResponse, { status, headers, body }: RawResponse): void {
  response.writeHead(status, headers).end(body);
}

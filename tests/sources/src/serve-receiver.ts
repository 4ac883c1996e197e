import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Receiver, receiveStream } from '@k8s-pizza/slack-approval/host';
import { type LoopbackServer, listenOnLoopback } from '@k8s-pizza/slack-approval-testing';

/**
 * Serves a receiver on a free port.
 *
 * @param before - answers a request itself, or returns false
 */
export async function serveReceiver(
  receive: Receiver,
  before: (request: IncomingMessage, response: ServerResponse) => boolean = () => false,
): Promise<LoopbackServer> {
  return await listenOnLoopback((request, response) => {
    if (before(request, response)) return;
    const { method = '', headers, url = '' } = request;
    const header = (name: string) => headers[name.toLowerCase()]?.toString();
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    void receiveStream(receive, { method, header, url, signal: gone.signal, body: request }).then((answer) =>
      response.writeHead(answer.status, answer.headers).end(answer.body),
    );
  });
}

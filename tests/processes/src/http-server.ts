import type { IncomingMessage, ServerResponse } from 'node:http';
// not by the package's name: vitest's global setup loads this file and resolves names to builds, which may not exist
import { listenOnLoopback } from '../../../packages/testing/src/listen-on-loopback.js';

export interface HttpServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves on a free port of loopback. A client that is killed ends only its own request. */
export async function serveHttp(
  answer: (request: IncomingMessage, body: Buffer, response: ServerResponse) => Promise<void>,
): Promise<HttpServer> {
  const { url, close } = await listenOnLoopback((request, response) => {
    readBody(request)
      .then((body) => answer(request, body, response))
      // the client was killed before the answer
      .catch(() => response.destroy());
  });
  return { origin: url, close };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

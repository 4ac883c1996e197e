import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Approvals } from '@k8s-pizza/slack-approval';
import { maxRequestBytes, type RawRequest, type RawResponse, receiveStream } from '@k8s-pizza/slack-approval/host';
import { listenOnLoopback } from '@k8s-pizza/slack-approval-testing';

/** Answers one request; a host with a fault is this with one thing done wrong. */
export type Serve = (approvals: Approvals, request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** `node:http` in front of `receive`, as short as it can be right. */
export const serve: Serve = async (approvals, request, response) => {
  const { method, header } = rawRequest(request, new Uint8Array());
  send(await receiveStream(approvals.handleRaw, { method, header, body: request }), response);
};

export async function answer(approvals: Approvals, request: RawRequest, response: ServerResponse): Promise<void> {
  send(await approvals.handleRaw(request), response);
}

function send({ status, headers, body }: RawResponse, response: ServerResponse): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(body);
}

export function rawRequest({ method = '', headers }: IncomingMessage, body: Uint8Array): RawRequest {
  return { method, header: (name) => headers[name.toLowerCase()]?.toString(), body };
}

/** Reads a body without a deadline. @returns null where the client hung up */
export function readBody(request: IncomingMessage, limit = maxRequestBytes): Promise<Buffer | 'too large' | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      else resolve('too large');
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', () => resolve(null));
    request.on('close', () => resolve(null));
  });
}

/** Starts a host of `node:http` that serves every path. */
export function startPlainHost(serveOne: Serve) {
  return async (approvals: Approvals) => {
    const { url, close } = await listenOnLoopback((request, response) => {
      serveOne(approvals, request, response).catch(() => response.writeHead(500).end());
    });
    return { url: `${url}/`, close };
  };
}

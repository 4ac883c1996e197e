import type { IncomingMessage, RequestListener } from 'node:http';
import { listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { onTestFinished } from 'vitest';

/** A real server on loopback for the length of a test. @returns its origin */
export async function aServer(listener: RequestListener): Promise<string> {
  const { url, close } = await listenOnLoopback(listener);
  onTestFinished(close);
  return url;
}

/** A server that gives every request the same answer. */
export async function answering(status: number, body = '', headers: Readonly<Record<string, string>> = {}) {
  return await aServer((_request, response) => {
    response.writeHead(status, headers).end(body);
  });
}

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

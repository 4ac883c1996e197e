import type { IncomingMessage, RequestListener } from 'node:http';
import { listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { onTestFinished } from 'vitest';

/** A real server on loopback for the length of a test. @returns its origin */
export async function aServer(listener: RequestListener): Promise<string> {
  const { url, close } = await listenOnLoopback(listener);
  onTestFinished(close);
  return url;
}

/** Gives every request to one address the same answer, without a server. Call it once in a test. @returns its origin */
export function answering(status: number, body = '', headers: Readonly<Record<string, string>> = {}): string {
  const origin = 'https://answers.example';
  const server = setupServer(http.all(`${origin}/*`, () => new HttpResponse(body, { status, headers })));
  // the simulator has a server, and may be asked in the same test
  server.listen({ onUnhandledRequest: 'bypass' });
  onTestFinished(() => server.close());
  return origin;
}

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

import type { RequestListener } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { onTestFinished } from 'vitest';

/** Starts an HTTP server for the running test, on a free port of loopback. */
export function serveHttp(listener: RequestListener): Promise<string> {
  return serve(listener);
}

/** Starts a server for the running test that speaks whatever its listener writes. */
export function serveTcp(listener: (socket: Socket) => void): Promise<string> {
  const server = createServer(listener);
  // a client that closes its connection in the middle of an answer is what several tests are about
  server.on('connection', (socket) => socket.on('error', () => socket.destroy()));
  return serve(server);
}

/** @returns an address on loopback at which no server listens */
export async function closedAddress(): Promise<string> {
  const { url, close } = await listenOnLoopback(() => undefined);
  await close();
  return url;
}

async function serve(server: RequestListener | Server): Promise<string> {
  const { url, close } = await listenOnLoopback(server);
  onTestFinished(close);
  return url;
}

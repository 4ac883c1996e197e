// Routes, JSON responses, and servers that listen and close.

import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import type { Approvals } from '@k8s-pizza/slack-approval';
import type { RawResponse, Receiver } from '@k8s-pizza/slack-approval/host';

/** One path of the Slack app besides Slack's own, independent of the framework that serves it. */
export interface Route {
  /** Null: the receiver tells methods apart, and answers for the paths below this one too. */
  readonly method: 'GET' | 'POST' | null;
  readonly path: string;
  readonly answer: Receiver;
}

/** Whether a request belongs to a route. */
export function isFor(route: Route, method: string, path: string): boolean {
  if (route.method === null) return path === route.path || path.startsWith(`${route.path}/`);
  return route.method === method && route.path === path;
}

/** Aborts when the connection of a request ends. */
export function endOf(response: ServerResponse): AbortSignal {
  const ending = new AbortController();
  response.once('close', () => ending.abort());
  return ending.signal;
}

/** A response with a JSON body. */
export function json(status: number, body: object): RawResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** What a framework needs to serve Slack's requests and the app's own routes. */
export interface HostOptions {
  readonly approvals: Approvals;
  readonly routes: readonly Route[];
  readonly host: string;
  readonly port: number;
  readonly log: (line: string) => void;
}

/** How long requests may finish after a close: Slack waits no longer than three seconds for a response. */
export const finishWithinMs = 3_000;

/** A server that takes requests until it is closed. */
export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Waits until a server listens, and returns its address and its close.
 *
 * @param finishMs - how long open requests may finish after a close. @default 0: they are cut off
 */
export async function listen(server: Server, finishMs = 0): Promise<Listening> {
  let isClosing = false;
  server.on('request', (_request, response) => {
    // a keep-alive connection would delay the close
    response.once('close', () => isClosing && setImmediate(() => server.closeIdleConnections()));
  });
  if (!server.listening) await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error(`The server must listen on a TCP port, got ${address === null ? 'no address' : 'a pipe'}.`);
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      isClosing = true;
      const closed = once(server, 'close');
      server.close();
      if (finishMs > 0) await resultWithin(closed, finishMs);
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Resolves to the promise's value, or to null after `ms`. The promise itself continues. */
export async function resultWithin<Value>(promise: Promise<Value>, ms: number): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

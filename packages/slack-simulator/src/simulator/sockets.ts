import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { installation } from './model/default-world.js';
import { patienceMs } from './outbound/signed-request.js';
import { isRecord } from './rules/shape-rules.js';
import type { Sent } from './sent.js';

/** What is sent in place of a request; the fields are those of https://docs.slack.dev/apis/events-api/using-socket-mode. */
export interface Envelope {
  readonly type: 'events_api' | 'interactive' | 'slash_commands';
  readonly payload: unknown;
  readonly accepts_response_payload: boolean;
  readonly retry_attempt?: number;
  readonly retry_reason?: string;
}

/** The app's Socket Mode connections. */
export interface Sockets {
  /** A new address that the app may connect to. */
  issueUrl(): string;
  isConnected(): boolean;
  /** Sends to any one connection, and waits for its acknowledgement as long as Slack does. */
  send(envelope: Envelope): Promise<Sent>;
  /** Asks the app to reopen every connection; nothing more is sent to those that are open. */
  refresh(): void;
  attach(server: Server, origin: string): void;
  close(): void;
}

/** "up to 10 open WebSocket connections"; one more is sent away, see slackapi/node-slack-sdk#1654. */
const maxConnections = 10;
/** In seconds, as the documentation's example says. */
const connectionTime = 3_600;

type Waiting = Map<string, (payload: unknown) => void>;

export function createSockets(): Sockets {
  const accepting = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const waiting: Waiting = new Map();
  let connections: readonly WebSocket[] = [];
  let host = '';

  const connect = (socket: WebSocket) => {
    const debug_info = { host };
    if (connections.length >= maxConnections) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets', debug_info }));
      return;
    }
    connections = [...connections, socket];
    socket.on('message', (data) => acknowledge(waiting, data));
    socket.on('close', () => {
      connections = connections.filter((other) => other !== socket);
    });
    const num_connections = connections.length;
    const connection_info = { app_id: installation.appId };
    const hello = {
      connection_info,
      num_connections,
      debug_info: { host, approximate_connection_time: connectionTime },
    };
    socket.send(JSON.stringify({ type: 'hello', ...hello }));
  };
  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://simulator');
    if (pathname === '/link/' && tickets.has(searchParams.get('ticket') ?? '')) {
      accepting.handleUpgrade(request, stream, head, connect);
    } else stream.end('HTTP/1.1 404 Not Found\r\n\r\n');
  };

  return {
    issueUrl() {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `ws://${host}/link/?ticket=${ticket}&app_id=${installation.appId}`;
    },
    isConnected: () => connections.length > 0,
    async send(envelope) {
      const [socket, ...others] = connections;
      if (socket === undefined) return { status: 0, body: '', ms: 0, failure: 'connection_failed' };
      // Slack may use any of them: each in turn, so that no app relies on one
      connections = [...others, socket];
      return await exchange(socket, envelope, waiting);
    },
    refresh() {
      const refreshed = connections;
      connections = [];
      const message = { type: 'disconnect', reason: 'refresh_requested', debug_info: { host } };
      for (const socket of refreshed) socket.send(JSON.stringify(message));
    },
    attach(server, origin) {
      host = new URL(origin).host;
      server.on('upgrade', upgrade);
    },
    close() {
      for (const socket of accepting.clients) socket.terminate();
    },
  };
}

async function exchange(socket: WebSocket, envelope: Envelope, waiting: Waiting): Promise<Sent> {
  const envelopeId = randomUUID();
  const startedAt = performance.now();
  const sent = await new Promise<Omit<Sent, 'ms'>>((resolve) => {
    const end = (how: Omit<Sent, 'ms'>) => {
      clearTimeout(timer);
      socket.off('close', onClose);
      waiting.delete(envelopeId);
      resolve(how);
    };
    const onClose = () => end({ status: 0, body: '', failure: 'connection_failed' });
    const timer = setTimeout(() => end({ status: 0, body: '', failure: 'http_timeout' }), patienceMs);
    socket.once('close', onClose);
    waiting.set(envelopeId, (payload) => end({ status: 200, body: bodyOf(payload), failure: null }));
    socket.send(JSON.stringify({ ...envelope, envelope_id: envelopeId }));
  });
  return { ...sent, ms: Math.round(performance.now() - startedAt) };
}

function acknowledge(waiting: Waiting, data: RawData): void {
  const message: unknown = JSON.parse(String(data));
  if (!isRecord(message)) return;
  waiting.get(String(message['envelope_id']))?.(message['payload']);
}

/** What the same answer would have been over HTTP: Slack's own client writes "nothing" as an empty object. */
function bodyOf(payload: unknown): string {
  const isEmpty = !isRecord(payload) || Object.keys(payload).length === 0;
  return isEmpty ? '' : JSON.stringify(payload);
}

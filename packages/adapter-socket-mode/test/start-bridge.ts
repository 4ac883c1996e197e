import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { isSlackApprovalError } from '@k8s-pizza/slack-approval';
import { verifySlackSignature } from '@k8s-pizza/slack-approval/slack';
import { type LoopbackServer, listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { type WebSocket, WebSocketServer } from 'ws';

/** Slack's end of Socket Mode: what is posted to `url` goes through the newest socket, and its acknowledgement is the answer. */
export interface Bridge extends Pick<LoopbackServer, 'url' | 'close'> {
  readonly apiUrl: string;
  /** Posts that wait for their acknowledgement. */
  waitingCount(): number;
  connectionCount(): number;
  /** All sockets that were ever opened. */
  openedCount(): number;
  /** Answers `apps.connections.open` with this from now on, or as ever. */
  answerOpen(body: string | null): void;
  /** Waits no longer for what is not acknowledged within this time. */
  giveUpIn(ms: number): void;
  /** Answers no longer: neither `apps.connections.open`, nor a new socket by its greeting. */
  fallSilent(at: 'open' | 'hello'): void;
  openingCount(): number;
  /** Closes the newest socket without a word. */
  drop(): void;
}

export interface BridgeOptions {
  /** How often each envelope is delivered. */
  readonly copies?: number;
  /** Whether a new socket is greeted. */
  readonly saysHello?: boolean;
  /** Posts that are not signed with it are refused. Null: nothing is signed. */
  readonly signingSecret?: string | null;
}

type Waiting = Map<string, (payload: object | null) => void>;

export async function startBridge(options: BridgeOptions = {}): Promise<Bridge> {
  const { copies = 1, saysHello = true, signingSecret = null } = options;
  const waiting: Waiting = new Map();
  const sockets = new Set<WebSocket>();
  const accepting = new WebSocketServer({ noServer: true });
  let opening: string | null = null;
  let openedCount = 0;
  let openingCount = 0;
  let silentAt: 'open' | 'hello' | null = saysHello ? null : 'hello';
  const newest = () => [...sockets].at(-1);
  const failAll = () => {
    for (const resolve of waiting.values()) resolve(null);
  };
  const greet = (socket: WebSocket) => {
    sockets.add(socket);
    openedCount += 1;
    socket.on('close', () => {
      sockets.delete(socket);
      failAll();
    });
    socket.on('message', (data) => {
      const { envelope_id, payload } = JSON.parse(String(data));
      waiting.get(envelope_id)?.(payload);
    });
    if (silentAt !== 'hello') socket.send(JSON.stringify({ type: 'hello' }));
  };
  const acknowledged = async (payload: unknown) => {
    const id = crypto.randomUUID();
    const envelope = JSON.stringify({ type: 'interactive', envelope_id: id, payload, accepts_response_payload: true });
    const answered = new Promise<object | null>((resolve) => {
      waiting.set(id, resolve);
    });
    for (let copy = 0; copy < copies; copy += 1) newest()?.send(envelope);
    return await answered.finally(() => waiting.delete(id));
  };
  const answerOpening = ({ headers }: IncomingMessage, response: ServerResponse): void => {
    openingCount += 1;
    if (silentAt === 'open') return;
    const answer = opening ?? JSON.stringify({ ok: true, url: `ws://${headers.host}/link` });
    response.setHeader('content-type', 'application/json').end(answer);
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await buffer(request);
    if (request.url === '/api/apps.connections.open') return answerOpening(request, response);
    if (signingSecret !== null && !isSigned(request, body, signingSecret)) return void response.writeHead(401).end();
    const payload = payloadOf(request.headers['content-type'] ?? '', String(body));
    // Slack asks for no challenge over a socket
    if (payload.type === 'url_verification') return void response.end(payload.challenge);
    const answered = await acknowledged(payload);
    response.statusCode = answered === null ? 500 : 200;
    response.end(answered === null || Object.keys(answered).length === 0 ? '' : JSON.stringify(answered));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.on('upgrade', (request, stream, head) => accepting.handleUpgrade(request, stream, head, greet));
  const { url, close } = await listenOnLoopback(server);
  return {
    url: `${url}/`,
    apiUrl: `${url}/api/`,
    close,
    waitingCount: () => waiting.size,
    connectionCount: () => sockets.size,
    openedCount: () => openedCount,
    openingCount: () => openingCount,
    fallSilent(at) {
      silentAt = at;
    },
    answerOpen(body) {
      opening = body;
    },
    giveUpIn(ms) {
      setTimeout(failAll, ms);
    },
    drop: () => newest()?.terminate(),
  };
}

function isSigned({ headers }: IncomingMessage, body: Buffer, secret: string): boolean {
  const [signature, timestamp] = ['x-slack-signature', 'x-slack-request-timestamp'].map((name) => `${headers[name]}`);
  try {
    verifySlackSignature({ body, signature, timestamp, secrets: [secret], nowMs: Date.now() });
    return true;
  } catch (error) {
    if (isSlackApprovalError(error)) return false;
    throw error;
  }
}

function payloadOf(contentType: string, body: string) {
  if (contentType.startsWith('application/json')) return JSON.parse(body);
  const fields = new URLSearchParams(body);
  const payload = fields.get('payload');
  return payload === null ? Object.fromEntries(fields) : JSON.parse(payload);
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { FailRule } from './fail-rule.js';
import type { Faults } from './faults.js';
import type { Model } from './model/model.js';
import { openConnection, useOpenConnection } from './open-connection.js';
import type { RateLimits } from './rate-limits.js';
import type { Sockets } from './sockets.js';
import type { Traffic } from './traffic.js';
import { refuseResponse, useResponseUrl } from './use-response-url.js';
import { callWebApi, type HttpAnswer, type HttpCall, jsonAnswer, rateLimited } from './web-api.js';

/** Answers what is no call to Slack: the page. */
export type PageRoutes = (request: IncomingMessage, body: string, response: ServerResponse) => Promise<void>;

export interface ServerParts {
  readonly model: Model;
  readonly rates: RateLimits;
  readonly faults: Faults;
  readonly traffic: Traffic;
  readonly sockets: Sockets;
}

const apiPath = /^\/api\/([A-Za-z.]+)$/;
const responsePath = /^\/(actions|commands)\//;

/** The name a request has in fault rules and in the traffic list. */
function nameOf(method: string, path: string): string | null {
  if (method === 'POST' && responsePath.test(path)) return 'response_url';
  return apiPath.exec(path)?.[1] ?? null;
}

/** The faults that keep the work from being done. */
function instead(rule: FailRule | null, name: string): HttpAnswer | null {
  if (rule?.how === 'rate_limit') return rateLimited(rule.retryAfterSeconds ?? 1);
  if (rule?.how === 'error') {
    const error = rule.error ?? 'internal_error';
    return name === 'response_url' ? refuseResponse(404, error) : jsonAnswer({ ok: false, error }, error);
  }
  if (rule?.how !== 'status') return null;
  const headers = rule.retryAfterSeconds === undefined ? {} : { 'retry-after': String(rule.retryAfterSeconds) };
  return { status: rule.status ?? 503, headers, body: '', detail: rule.how };
}

function work({ model, rates, sockets }: ServerParts, name: string, call: HttpCall): HttpAnswer {
  if (name === openConnection) return useOpenConnection(sockets, rates, call);
  return name === 'response_url' ? useResponseUrl(model, call.path, call.body) : callWebApi(model, rates, name, call);
}

function writeHead(response: ServerResponse, answer: HttpAnswer, bytes: number): void {
  // one connection for each call: after a restart on the same port no client is left with a dead one
  response.writeHead(answer.status, { ...answer.headers, connection: 'close', 'content-length': bytes });
}

function write(response: ServerResponse, answer: HttpAnswer): void {
  writeHead(response, answer, Buffer.byteLength(answer.body));
  response.end(answer.body);
}

/** The faults that spoil the answer to work already done. */
function spoil(response: ServerResponse, answer: HttpAnswer, how: FailRule['how']): void {
  if (how === 'hang') return;
  if (how === 'lose_response') {
    response.destroy();
    return;
  }
  const whole = Buffer.from(answer.body);
  writeHead(response, answer, whole.length);
  response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => response.destroy());
}

function answerCall(parts: ServerParts, name: string, call: HttpCall, response: ServerResponse): void {
  const startedAt = performance.now();
  const rule = parts.faults.take(name);
  const given = instead(rule, name);
  const answer = given ?? work(parts, name, call);
  const isSpoilt = rule !== null && given === null;
  const detail = isSpoilt ? rule.how : answer.detail;
  parts.traffic.record(
    { direction: 'in', method: name, status: isSpoilt ? 0 : answer.status, detail },
    {
      request: call.body,
      answer: isSpoilt ? '' : answer.body,
      ms: Math.round(performance.now() - startedAt),
      signature: null,
      timestamp: null,
    },
  );
  if (isSpoilt) spoil(response, answer, rule.how);
  else write(response, answer);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

async function answerRequest(
  parts: ServerParts,
  page: PageRoutes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://simulator');
  const body = await readBody(request);
  const name = nameOf(request.method ?? '', pathname);
  if (name === null) {
    await page(request, body, response);
    return;
  }
  const { authorization = '', 'content-type': contentType = '' } = request.headers;
  answerCall(parts, name, { path: pathname, query: searchParams, contentType, authorization, body }, response);
}

/** The HTTP face of Slack: the Web API below `/api/`, response URLs below `/actions/` and `/commands/`; the rest is the page's. Not yet listening. */
export function createSlackServer(parts: ServerParts, page: PageRoutes): Server {
  return createServer((request, response) => {
    answerRequest(parts, page, request, response).catch((error: unknown) => {
      const why = String(Object(error).message ?? 'not an error');
      parts.traffic.record({ direction: 'in', method: 'failed', status: 500, detail: why });
      response.destroy();
    });
  });
}

import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { listen } from '../../src/http-server.js';

/** A request that reached the function, and what it answered. */
interface Passed {
  readonly path: string;
  readonly body: string;
  readonly status: number;
  readonly answer: string;
}

/** The function's address in the network: it stays when the function goes and another instance of it comes. */
export interface FunctionAddress {
  readonly url: string;
  /** Where the function listens; null: nowhere, and connections are closed. */
  target: string | null;
  /** Requests reach the function, and its answers are lost on the way back. */
  losesAnswers: boolean;
  readonly passed: readonly Passed[];
  /** How many requests found no function. */
  readonly unreachedCount: () => number;
}

export async function functionAddress(): Promise<FunctionAddress> {
  const passed: Passed[] = [];
  let unreachedCount = 0;
  const server = createServer(async (request, response) => {
    const answer = address.target === null ? null : await handOn(address.target, request);
    if (answer === null) {
      unreachedCount += 1;
      response.destroy();
      return;
    }
    passed.push(answer);
    if (address.losesAnswers) return;
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.answer);
  }).listen(0, '127.0.0.1');
  const { url, close } = await listen(server);
  onTestFinished(close);
  const address: FunctionAddress = {
    url,
    target: null,
    losesAnswers: false,
    passed,
    unreachedCount: () => unreachedCount,
  };
  return address;
}

async function handOn(target: string, request: IncomingMessage): Promise<Passed> {
  const path = request.url ?? '/';
  const body = await text(request);
  const { host: _host, connection: _connection, 'transfer-encoding': _encoding, ...headers } = request.headers;
  const answer = await fetch(`${target}${path}`, {
    method: 'POST',
    // as: no header that is sent here comes as a list
    headers: headers as Record<string, string>,
    body,
  });
  return { path, body, status: answer.status, answer: await answer.text() };
}

import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

type Input = Readonly<Record<string, unknown>>;

/** One call that the scripted model makes. */
export interface ModelCall {
  readonly tool: string;
  readonly input: Input;
}

/** A call, or one that depends on what the model has read of those before. */
export type ScriptedCall = ModelCall | ((read: readonly string[]) => ModelCall);

/** One event of a stream, whose type is also in its data. */
export interface ServerSentEvent {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** The API that an agent speaks to its model. */
export interface ModelApi {
  /** The path that asks the model for its next step. */
  readonly path: string;
  /** How many calls the model has made in the conversation that this request holds. */
  readonly countCalls: (request: unknown) => number;
  /** What the model reads of its calls. */
  readonly readResults: (request: unknown) => readonly string[];
  /** The model's next step: a call, or its last words. */
  readonly stream: (call: ModelCall | undefined, index: number) => readonly ServerSentEvent[];
}

/** A model that makes the calls of a script, one a step. */
export interface ScriptedModel {
  readonly url: string;
  /** Everything that the agent sent, as JSON. */
  readonly requests: readonly unknown[];
  /** What the model has read of its calls by its last step. */
  read(): readonly string[];
  close(): Promise<void>;
}

/**
 * Serves a model on loopback. It makes the next call of the script until there is none left, so a request that the agent
 * repeats gets the same answer.
 */
export async function serveModel(api: ModelApi, script: readonly ScriptedCall[]): Promise<ScriptedModel> {
  const requests: unknown[] = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    // an agent may first look whether the server is there, or which models it has
    if (request.method !== 'POST' || pathname !== api.path) return void response.writeHead(404).end();
    const body = await readJson(request);
    requests.push(body);
    const index = api.countCalls(body);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const next = script[index];
    const call = typeof next === 'function' ? next(api.readResults(body)) : next;
    for (const event of api.stream(call, index))
      response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    response.end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  // as: it listens on a port
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    read: () => api.readResults(requests.at(-1)),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return JSON.parse(text);
}

import { randomUUID } from 'node:crypto';
import { Agent, request as send } from 'node:http';
import { capabilities, headersOf, invoke, type Serve, startHost } from './functions-host.js';

// the host keeps its connections to a worker
const agent = new Agent({ keepAlive: true });

/** As the host does where an app has switched HTTP streams on: requests are piped to the worker's own server, and answers back. */
export async function startStreamingHost(register: () => void) {
  let workerUrl = '';
  const serve: Serve = async (target, request, response) => {
    const invocationId = randomUUID();
    const forwarding = { 'x-forwarded-host': 'localhost', 'x-forwarded-proto': 'http' };
    const { connection: _, ...sent } = headersOf(request);
    const headers = { ...sent, ...forwarding, 'x-ms-invocation-id': invocationId };
    const { method, url = '/' } = request;
    const forwarded = send(new URL(url, workerUrl), { method, headers, agent });
    // so does the host's proxy, and does not wait for the body
    forwarded.flushHeaders();
    request.on('error', () => forwarded.destroy());
    request.pipe(forwarded);
    // the worker may answer before a body has ended, and then takes no more of it
    forwarded.on('error', () => response.destroy());
    const answered = new Promise<void>((resolve) => {
      forwarded.on('response', (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response).on('finish', resolve);
      });
      forwarded.on('close', resolve);
    });
    const triggerMetadata = { Headers: { json: JSON.stringify(headersOf(request)) } };
    await invoke(target, { http: {} }, { invocationId, triggerMetadata });
    await answered;
  };
  const host = await startHost(register, serve);
  workerUrl = await workerServer();
  return host;
}

let started: Promise<string> | undefined;

/** The library starts one server for the life of its process. */
function workerServer(): Promise<string> {
  started ??= capabilities().then(({ HttpUri }) => {
    if (HttpUri === undefined) throw new Error('The app has not switched HTTP streams on.');
    return HttpUri;
  });
  return started;
}

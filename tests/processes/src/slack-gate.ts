import { createHolds, type Holds } from './holds.js';
import { serveHttp } from './http-server.js';

/** A door in front of Slack's Web API with a place before and after every call: `before chat.update` Slack knows nothing of it yet. */
export interface SlackGate extends Pick<Holds, 'hold' | 'passedCount'> {
  readonly apiUrl: string;
  close(): Promise<void>;
}

export async function createSlackGate(apiUrl: string): Promise<SlackGate> {
  const { pass, ...holds } = createHolds();
  const server = await serveHttp(async (request, body, response) => {
    const method = (request.url ?? '').replace('/api/', '');
    await pass(`before ${method}`);
    // whoever called was killed while it waited here: Slack never hears of it
    if (request.socket.destroyed) return;
    const { authorization = '', 'content-type': contentType = '' } = request.headers;
    const headers = { authorization, 'content-type': contentType };
    const answer = await fetch(new URL(method, apiUrl), { method: 'POST', headers, body: new Uint8Array(body) });
    const text = await answer.text();
    await pass(`after ${method}`);
    const retryAfter = answer.headers.get('retry-after');
    response.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? '',
      ...(retryAfter === null ? {} : { 'retry-after': retryAfter }),
    });
    response.end(text);
  });
  return { apiUrl: `${server.origin}/api/`, ...holds, close: server.close };
}

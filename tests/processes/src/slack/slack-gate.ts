import { createHolds, type Holds } from '../holds.js';
import { serveHttp } from '../http-server.js';

/** A proxy in front of Slack's Web API, with a place before and after every call: at `before chat.update` Slack has no call yet. */
export interface SlackGate extends Pick<Holds, 'hold' | 'passedCount'> {
  readonly apiUrl: string;
  /** A URL for the `response_url` of a click, and everything that was sent to it. */
  replyAddress(): { readonly url: string; readonly said: readonly string[] };
  close(): Promise<void>;
}

const replies = '/replies/';

export async function createSlackGate(apiUrl: string): Promise<SlackGate> {
  const { pass, ...holds } = createHolds();
  const saidTo = new Map<string, string[]>();
  const server = await serveHttp(async (request, body, response) => {
    const path = request.url ?? '';
    if (path.startsWith(replies)) {
      saidTo.get(path)?.push(body.toString('utf8'));
      response.end('ok');
      return;
    }
    const method = path.replace('/api/', '');
    await pass(`before ${method}`);
    // the caller was killed while it waited here: Slack never gets the call
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
  return {
    apiUrl: `${server.origin}/api/`,
    ...holds,
    replyAddress() {
      const path = `${replies}${saidTo.size + 1}`;
      const said: string[] = [];
      saidTo.set(path, said);
      return { url: `${server.origin}${path}`, said };
    },
    close: server.close,
  };
}

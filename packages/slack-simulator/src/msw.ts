import { bypass, HttpHandler, HttpResponse, http, passthrough } from 'msw';
import type { SlackSimulator } from './simulator/slack-simulator.js';

/** Lets requests through, to addresses that may change while the handlers are in use. */
class LetThrough extends HttpHandler {
  readonly #origins: () => readonly string[];

  constructor(origins: () => readonly string[]) {
    super(/.+/, '*', () => passthrough());
    this.#origins = origins;
  }

  override predicate({ request }: { readonly request: Request }): boolean {
    return this.#origins().includes(new URL(request.url).origin);
  }
}

/**
 * Makes handlers for [msw](https://mswjs.io) that let a simulator answer what your app sends to `https://slack.com/api/`.
 *
 * They are for an app whose client has no option for that address. Requests to the simulator itself, such as those to a
 * `response_url`, and its requests to your app's `requestUrl` are let through, so `onUnhandledRequest: 'error'` does not see them.
 */
export function slackHandlers(simulator: Pick<SlackSimulator, 'url' | 'requestUrl'>): HttpHandler[] {
  const origins = () =>
    [simulator.url, simulator.requestUrl].flatMap((url) => (url === null ? [] : new URL(url).origin));
  return [
    http.all('https://slack.com/api/*', ({ request }) => askSimulator(simulator.url, request)),
    new LetThrough(origins),
  ];
}

/** Sends a request for Slack to the simulator. Where the simulator ends the connection without a response, so does this. */
async function askSimulator(origin: string, request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const { method, signal } = request;
  const read = (name: string): string => request.headers.get(name) ?? '';
  const headers = { authorization: read('authorization'), 'content-type': read('content-type') };
  const body = method === 'GET' || method === 'HEAD' ? null : await request.arrayBuffer();
  const asked = bypass(`${origin}${pathname}${search}`, { method, headers, body, signal });
  // the connection ended without a response
  return await fetch(asked).catch(() => HttpResponse.error());
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerResource } from './answer-resource.js';
import { discoveryDocuments } from './discovery.js';
import { sendJson } from './json-body.js';
import { parseResourcePath, type RequestedVerb, requestedVerb } from './resource-path.js';
import { forbidden, noSuchPath, StatusError } from './status-error.js';
import type { Writing } from './write-object.js';

export interface ApiServerOptions {
  /** The kinds of objects that are served. */
  readonly served: readonly Writing[];
  /** Decides whether the caller may do something, as RBAC does. */
  readonly allows: (asked: RequestedVerb) => boolean;
  readonly log: (line: string) => void;
}

/** Serves discovery and objects over HTTP, without authentication, as `kubectl proxy` does. */
export function createApiServer({ served, allows, log }: ApiServerOptions): Server {
  const documents = discoveryDocuments(served.map(({ resource }) => resource));
  return createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!(error instanceof StatusError))
        log(`cluster: ${error instanceof Error ? error.message : 'a request failed'}`);
      const { status } =
        error instanceof StatusError ? error : new StatusError(500, 'InternalError', 'an error occurred');
      if (response.headersSent) response.destroy();
      else sendJson(response, status.code, status);
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://cluster');
    refuseForeignHost(request.headers.host ?? '');
    const document = request.method === 'GET' ? documents.get(pathname.replace(/(?<=.)\/$/, '')) : undefined;
    if (document !== undefined) {
      sendJson(response, 200, document);
      return;
    }
    for (const writing of served) {
      const place = parseResourcePath(writing.resource, pathname);
      if (place === null) continue;
      const asked = requestedVerb(writing.resource, place, request.method ?? '', query);
      if (!allows(asked)) throw forbidden(writing.resource, asked.verb);
      await answerResource(writing, { request, response, place, query });
      return;
    }
    throw noSuchPath();
  }
}

/** Answers loopback host names only, so that a web page cannot reach the API by DNS rebinding. */
function refuseForeignHost(host: string): void {
  if (!/^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(host))
    throw new StatusError(403, 'Forbidden', 'only loopback is answered');
}

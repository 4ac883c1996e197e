import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerResource } from './answer-resource.js';
import { discoveryDocuments } from './discovery.js';
import { sendJson } from './json-body.js';
import { type AskedVerb, askedVerb, placeOf } from './resource-path.js';
import { forbidden, noSuchPath, StatusError } from './status-error.js';
import type { Writing } from './write-object.js';

export interface ApiServerOptions {
  /** The kinds that are served, each with its objects. */
  readonly served: readonly Writing[];
  /** Whether the caller may do that, as RBAC decides it. */
  readonly allows: (asked: AskedVerb) => boolean;
  readonly log: (line: string) => void;
}

/** The HTTP face of the cluster: discovery, and objects. Without authentication, as behind `kubectl proxy`. */
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
    refuseOtherHosts(request.headers.host ?? '');
    const document = request.method === 'GET' ? documents.get(pathname.replace(/(?<=.)\/$/, '')) : undefined;
    if (document !== undefined) {
      sendJson(response, 200, document);
      return;
    }
    for (const writing of served) {
      const place = placeOf(writing.resource, pathname);
      if (place === null) continue;
      const asked = askedVerb(writing.resource, place, request.method ?? '', query);
      if (!allows(asked)) throw forbidden(writing.resource, asked.verb);
      await answerResource(writing, { request, response, place, query });
      return;
    }
    throw noSuchPath();
  }
}

/** Loopback only: a web page that got a name of its own to point here is turned away. */
function refuseOtherHosts(host: string): void {
  if (!/^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(host))
    throw new StatusError(403, 'Forbidden', 'only loopback is answered');
}

import type { ServerResponse } from 'node:http';
import type { ClusterObject } from './cluster-object.js';
import type { ClusterEvent } from './object-store.js';
import { apiVersionOf } from './resource-kind.js';
import { StatusError } from './status-error.js';
import type { Writing } from './write-object.js';

export interface WatchRequest {
  readonly matches: (object: ClusterObject) => boolean;
  /** How an object is shown: as it is, or as a table. */
  readonly show: (object: ClusterObject) => object;
  readonly query: URLSearchParams;
}

/** Writes changes as lines of JSON for as long as the client listens, or `?timeoutSeconds=` says. */
export function streamWatch(
  { store, resource }: Writing,
  response: ServerResponse,
  { matches, show, query }: WatchRequest,
): void {
  const bookmark = (): object => {
    const metadata = { resourceVersion: String(store.resourceVersion) };
    return { kind: resource.kind, apiVersion: apiVersionOf(resource), metadata };
  };
  response.writeHead(200, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' });
  response.flushHeaders();
  const write = (type: string, object: object): void => {
    response.write(`${JSON.stringify({ type, object })}\n`);
  };
  const tell = ({ type, object }: ClusterEvent): void => {
    if (matches(object)) write(type, show(object));
  };
  const asked = Number(query.get('resourceVersion') ?? '0');
  if (asked === 0) for (const object of store.list()) tell({ type: 'ADDED', object });
  try {
    response.once('close', store.subscribe(asked === 0 ? store.resourceVersion : asked, tell));
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    write('ERROR', error.status);
    response.end();
    return;
  }
  const seconds = Number(query.get('timeoutSeconds') ?? '0');
  if (seconds > 0) {
    const timer = setTimeout(() => {
      // as a real server does before it ends a watch: how far it has come, whatever the selectors left out
      if (query.get('allowWatchBookmarks') === 'true') write('BOOKMARK', bookmark());
      response.end();
    }, seconds * 1_000);
    response.once('close', () => clearTimeout(timer));
  }
}

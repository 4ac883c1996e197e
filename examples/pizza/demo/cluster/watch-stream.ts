import type { ServerResponse } from 'node:http';
import type { ClusterObject } from './cluster-object.js';
import type { ClusterEvent } from './object-store.js';
import { apiVersionOf } from './resource-kind.js';
import { StatusError } from './status-error.js';
import type { Writing } from './write-object.js';

export interface WatchRequest {
  readonly matches: (object: ClusterObject) => boolean;
  /** Presents an object: as it is, or as a table. */
  readonly show: (object: ClusterObject) => object;
  readonly query: URLSearchParams;
}

/** Writes changes as lines of JSON until the client leaves or `?timeoutSeconds=` is over. */
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
      // like a real server, it ends with its current version, which the selectors may have hidden
      if (query.get('allowWatchBookmarks') === 'true') write('BOOKMARK', bookmark());
      response.end();
    }, seconds * 1_000);
    response.once('close', () => clearTimeout(timer));
  }
}

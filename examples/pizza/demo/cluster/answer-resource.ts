import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ClusterObject } from './cluster-object.js';
import { readJson, sendJson } from './json-body.js';
import { apiVersionOf } from './resource-kind.js';
import { isWatch, type ResourcePath } from './resource-path.js';
import { parseSelection } from './selection.js';
import { methodNotAllowed } from './status-error.js';
import { toTable, wantsTable } from './table.js';
import { streamWatch } from './watch-stream.js';
import {
  createObject,
  findObject,
  patchObject,
  type WriteOptions,
  type WriteResult,
  type Writing,
} from './write-object.js';

export interface ResourceRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly place: ResourcePath;
  readonly query: URLSearchParams;
}

/** Answers a request about objects: create, get, list, watch, patch or delete. */
export async function answerResource(writing: Writing, asked: ResourceRequest): Promise<void> {
  const { namespace, name, part } = asked.place;
  const { method = '' } = asked.request;
  if (name === null) {
    if (method === 'GET') listOrWatch(writing, asked);
    else if (method === 'POST' && namespace !== null) await create(writing, asked, namespace);
    else throw methodNotAllowed();
    return;
  }
  const found = findObject(writing, namespace ?? '', name);
  if (method === 'GET') sendJson(asked.response, 200, presenterOf(writing, asked)(found));
  else if (method === 'PATCH') await patch(writing, asked, found);
  else if (method === 'DELETE' && part === 'object') remove(writing, asked, found);
  else throw methodNotAllowed();
}

function listOrWatch(writing: Writing, asked: ResourceRequest): void {
  const { store, resource } = writing;
  const { place, query, request, response } = asked;
  const isSelected = parseSelection(resource, query);
  const matches = (object: ClusterObject): boolean =>
    (place.namespace === null || object.metadata.namespace === place.namespace) && isSelected(object);
  if (isWatch(query)) {
    streamWatch(writing, response, { matches, show: presenterOf(writing, asked), query });
    return;
  }
  const items = store.list().filter(matches);
  const resourceVersion = String(store.resourceVersion);
  const list = wantsTable(request.headers.accept ?? '')
    ? toTable(resource, items, resourceVersion)
    : { kind: resource.listKind, apiVersion: apiVersionOf(resource), metadata: { resourceVersion }, items };
  sendJson(response, 200, list);
}

async function create(writing: Writing, { request, response, query }: ResourceRequest, namespace: string) {
  const body = await readJson(request, ['application/json']);
  respondWritten(response, 201, createObject(writing, namespace, body, optionsOf(query)));
}

async function patch(writing: Writing, { request, response, place, query }: ResourceRequest, found: ClusterObject) {
  const body = await readJson(request, ['application/merge-patch+json']);
  // the object may have changed while the body was read
  const fresh = findObject(writing, found.metadata.namespace, found.metadata.name);
  respondWritten(response, 200, patchObject(writing, fresh, body, { part: place.part, ...optionsOf(query) }));
}

function remove({ store, resource }: Writing, { response, query }: ResourceRequest, found: ClusterObject): void {
  if (!optionsOf(query).dryRun) store.remove(found);
  const { name, uid } = found.metadata;
  const details = { name, group: resource.group, kind: resource.plural, uid };
  sendJson(response, 200, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details });
}

function optionsOf(query: URLSearchParams): WriteOptions {
  return { strict: query.get('fieldValidation') === 'Strict', dryRun: query.get('dryRun') === 'All' };
}

function presenterOf({ resource }: Writing, { request }: ResourceRequest): (object: ClusterObject) => object {
  if (!wantsTable(request.headers.accept ?? '')) return (object) => object;
  return (object) => toTable(resource, [object], object.metadata.resourceVersion);
}

function respondWritten(response: ServerResponse, code: number, { object, unknownFields }: WriteResult): void {
  for (const field of unknownFields) response.appendHeader('warning', `299 - "unknown field \\"${field}\\""`);
  sendJson(response, code, object);
}

import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type Checked, isPlainObject } from '../../src/pizza-order-resource.js';
import { type ClusterObject, clusterObject, type SentObject, sentObject } from './cluster-object.js';
import { metadataCauses } from './metadata-check.js';
import type { ObjectStore } from './object-store.js';
import { apiVersionOf, type ResourceKind } from './resource-kind.js';
import { alreadyExists, badRequest, conflict, invalid, notFound } from './status-error.js';

/** What every write needs. */
export interface Writing {
  readonly store: ObjectStore;
  readonly resource: ResourceKind;
  readonly check: (value: SentObject) => Checked;
  readonly clock: () => number;
}

/** The options of one write: `?fieldValidation=Strict` and `?dryRun=All`. */
export interface WriteOptions {
  readonly strict: boolean;
  readonly dryRun: boolean;
}

/** The object as it is now, and the unknown fields that were dropped. */
export interface WriteResult {
  readonly object: ClusterObject;
  readonly unknownFields: readonly string[];
}

/** Creates an object. Its status is dropped, since only the controller may set it. */
export function createObject(writing: Writing, namespace: string, body: unknown, options: WriteOptions): WriteResult {
  const { store, resource, clock } = writing;
  const { status: _dropped, ...sent } = readSent(resource, body);
  const name = sent.metadata.name ?? generatedName(sent.metadata.generateName);
  if ((sent.metadata.namespace ?? namespace) !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  if (sent.metadata.resourceVersion !== undefined)
    throw badRequest('resourceVersion should not be set on objects to be created');
  const placed = { ...sent, metadata: { ...sent.metadata, namespace } };
  const { pruned, unknownFields } = pruneAndCheck(writing, name, placed, options);
  if (store.find(namespace, name) !== null) throw alreadyExists(resource, name);
  const metadata = {
    ...sent.metadata,
    name,
    namespace,
    uid: randomUUID(),
    resourceVersion: '',
    generation: 1,
    creationTimestamp: `${new Date(clock()).toISOString().slice(0, 19)}Z`,
  };
  return { object: keep(store, { ...pruned, metadata }, options), unknownFields };
}

/** Applies a JSON merge patch to an object except its status, or only to its status. */
export function patchObject(
  writing: Writing,
  found: ClusterObject,
  patch: unknown,
  { part, ...options }: WriteOptions & { readonly part: 'object' | 'status' },
): WriteResult {
  const { store, resource } = writing;
  const { metadata } = found;
  const merged = readSent(resource, mergePatch(found, patch));
  if (merged.metadata.resourceVersion !== metadata.resourceVersion) throw conflict(resource, metadata.name);
  if (merged.metadata.name !== metadata.name) throw badRequest('the name of the object cannot be changed');
  const wanted =
    part === 'status'
      ? { ...found, status: merged.status }
      : { ...merged, status: found.status, metadata: { ...merged.metadata, ...identityOf(metadata) } };
  const { pruned, unknownFields } = pruneAndCheck(writing, metadata.name, wanted, options);
  const changedSpec = !isDeepStrictEqual(pruned.spec, found.spec);
  const changedRest = !isDeepStrictEqual([pruned.metadata, pruned.status], [found.metadata, found.status]);
  if (!changedSpec && !changedRest) return { object: found, unknownFields };
  const next = { ...pruned, metadata: { ...pruned.metadata, generation: metadata.generation + (changedSpec ? 1 : 0) } };
  return { object: keep(store, clusterObject.parse(next), options), unknownFields };
}

export function findObject({ store, resource }: Writing, namespace: string, name: string): ClusterObject {
  const found = store.find(namespace, name);
  if (found === null) throw notFound(resource, name);
  return found;
}

function keep(store: ObjectStore, object: ClusterObject, { dryRun }: WriteOptions): ClusterObject {
  return dryRun ? object : store.save(object);
}

/** The metadata that the server sets and no client may change. */
function identityOf({ name, namespace, uid, generation, creationTimestamp }: ClusterObject['metadata']) {
  return { name, namespace, uid, generation, creationTimestamp };
}

function readSent(resource: ResourceKind, body: unknown): SentObject {
  const read = sentObject.safeParse(body);
  if (!read.success) {
    const places = read.error.issues.map((issue) => issue.path.join('.') || 'the body');
    throw badRequest(`the object provided is unrecognized: see ${places.join(', ')}`);
  }
  if (read.data.apiVersion !== apiVersionOf(resource) || read.data.kind !== resource.kind)
    throw badRequest(`the object provided must be of kind ${resource.kind} and version ${apiVersionOf(resource)}`);
  return read.data;
}

function generatedName(prefix: string | undefined): string {
  if (prefix === undefined) throw badRequest('name or generateName is required');
  return `${prefix}${randomUUID().slice(0, 5)}`;
}

function pruneAndCheck({ check, resource }: Writing, name: string, sent: SentObject, { strict }: WriteOptions) {
  const { pruned, unknownFields, causes } = check(sent);
  const all = [...metadataCauses(name, sent.metadata), ...causes];
  if (strict && unknownFields.length > 0) {
    const said = unknownFields.map((field) => `unknown field ${JSON.stringify(field)}`).join(', ');
    throw badRequest(
      `${resource.kind} in version ${JSON.stringify(resource.version)} cannot be handled as a ${resource.kind}: strict decoding error: ${said}`,
    );
  }
  if (all.length > 0) throw invalid(resource, name, all);
  return { pruned: sentObject.parse(pruned), unknownFields };
}

/** Applies a JSON merge patch to a value. Source: RFC 7386. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isPlainObject(patch)) return patch;
  const merged = new Map(isPlainObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}

import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { type ClusterObject, clusterObject } from './cluster-object.js';
import { expired } from './status-error.js';

export interface ClusterEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: ClusterObject;
}

/** Stores objects by namespace and name, counts every change in one version, and tells listeners about changes. */
export interface ObjectStore {
  readonly resourceVersion: number;
  list(): readonly ClusterObject[];
  find(namespace: string, name: string): ClusterObject | null;
  /** Stores an object under the next version. It is on disk when this returns. */
  save(object: ClusterObject): ClusterObject;
  remove(object: ClusterObject): void;
  /**
   * Calls the listener with every change after version `after`, including past ones.
   *
   * @returns a function that ends the subscription
   * @throws {StatusError} Expired — the server no longer remembers that version
   */
  subscribe(after: number, listener: (event: ClusterEvent) => void): () => void;
}

const maxRemembered = 1_000;

type Remembered = ClusterEvent & { readonly version: number };

const keyOf = (namespace: string, name: string): string => `${namespace}/${name}`;

export function createObjectStore(file: string): ObjectStore {
  const state = readClusterState(file);
  const objects = new Map(state.objects.map((one) => [keyOf(one.metadata.namespace, one.metadata.name), one]));
  const listeners = new Set<(event: ClusterEvent) => void>();
  const events: Remembered[] = [];
  let { resourceVersion } = state;
  // a new process does not remember earlier changes, like a server after a compaction
  let remembersAfter = resourceVersion;

  const change = (type: ClusterEvent['type'], object: ClusterObject): ClusterObject => {
    resourceVersion += 1;
    const { metadata } = object;
    const versioned = { ...object, metadata: { ...metadata, resourceVersion: String(resourceVersion) } };
    const key = keyOf(metadata.namespace, metadata.name);
    if (type === 'DELETED') objects.delete(key);
    else objects.set(key, versioned);
    writeClusterState(file, { resourceVersion, objects: [...objects.values()] });
    events.push({ type, object: versioned, version: resourceVersion });
    if (events.length > maxRemembered) remembersAfter = events.shift()?.version ?? remembersAfter;
    for (const listener of [...listeners]) listener({ type, object: versioned });
    return versioned;
  };

  return {
    get resourceVersion() {
      return resourceVersion;
    },
    list: () => [...objects.values()],
    find: (namespace, name) => objects.get(keyOf(namespace, name)) ?? null,
    save: (object) =>
      change(objects.has(keyOf(object.metadata.namespace, object.metadata.name)) ? 'MODIFIED' : 'ADDED', object),
    remove(object) {
      change('DELETED', object);
    },
    subscribe(after, listener) {
      if (after < remembersAfter) throw expired(after, remembersAfter);
      for (const { version, ...event } of events) if (version > after) listener(event);
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const clusterState = z.object({ resourceVersion: z.number().int(), objects: z.array(clusterObject) });

/** The whole state of the cluster. */
type ClusterState = z.infer<typeof clusterState>;

/** Reads the state of the last run. Without the file, the cluster is empty. */
function readClusterState(file: string): ClusterState {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { resourceVersion: 1, objects: [] };
    throw error;
  }
  return clusterState.parse(JSON.parse(text));
}

/** Replaces the file atomically: a crash leaves the old or the new one. */
function writeClusterState(file: string, state: ClusterState): void {
  const next = `${file}.next`;
  writeFileSync(next, JSON.stringify(state));
  renameSync(next, file);
}

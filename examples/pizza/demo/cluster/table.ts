import { type ClusterObject, valueAt } from './cluster-object.js';
import type { ResourceKind } from './resource-kind.js';

/** Says whether a client asks for a table, as `kubectl get` does. */
export function wantsTable(accept: string): boolean {
  return /^application\/json;(?=[^,]*as=Table)(?=[^,]*v=v1(?:;|,|$))/.test(accept.replaceAll(' ', ''));
}

/** Converts objects to a table with the columns of their kind. */
export function toTable(resource: ResourceKind, objects: readonly ClusterObject[], resourceVersion: string) {
  const { columns } = resource;
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { resourceVersion },
    columnDefinitions: columns.map(({ name, type }) => ({
      name,
      type,
      format: name === 'Name' ? 'name' : '',
      description: '',
      priority: 0,
    })),
    rows: objects.map((object) => ({
      cells: columns.map(({ jsonPath }) => valueAt(object, jsonPath.slice(1))),
      object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata },
    })),
  };
}

import type { ClusterObject } from './cluster-object.js';
import type { ResourceKind } from './crd.js';
import { isRecord } from './is-record.js';

/** Whether a client asks for rows to print, as `kubectl get` does. */
export function wantsTable(accept: string): boolean {
  return /^application\/json;(?=[^,]*as=Table)(?=[^,]*v=v1(?:;|,|$))/.test(accept.replaceAll(' ', ''));
}

/** Objects as rows, with the columns that the CRD names. */
export function tableOf(resource: ResourceKind, objects: readonly ClusterObject[], resourceVersion: string) {
  const columns = [{ name: 'Name', type: 'string', jsonPath: '.metadata.name' }, ...resource.columns];
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
      cells: columns.map(({ jsonPath }) => valueAt(object, jsonPath)),
      object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata },
    })),
  };
}

/** Follows a path of plain names, such as `.status.tracker.prep`; what is not there is an empty cell. */
function valueAt(object: unknown, path: string): unknown {
  const steps = path.split('.').slice(1);
  return steps.reduce<unknown>((value, step) => (isRecord(value) ? value[step] : undefined), object) ?? null;
}

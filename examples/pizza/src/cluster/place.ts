import { basePathOf, type ResourceKind } from './crd.js';

/** What a path names: all objects, those of a namespace, or one, or its status. */
export interface Place {
  readonly namespace: string | null;
  readonly name: string | null;
  readonly part: 'object' | 'status';
}

export function placeOf(resource: ResourceKind, pathname: string): Place | null {
  const base = `${basePathOf(resource)}/`;
  if (!pathname.startsWith(base)) return null;
  const path = pathname.slice(base.length).split('/').map(decodeURIComponent);
  const [namespace, rest] = path[0] === 'namespaces' ? [path[1] ?? '', path.slice(2)] : [null, path];
  const [plural, name = null, status, ...more] = rest;
  if (plural !== resource.plural || more.length > 0) return null;
  if (status !== undefined && (status !== 'status' || !resource.hasStatus)) return null;
  if (namespace === null && name !== null) return null;
  return { namespace, name, part: status === undefined ? 'object' : 'status' };
}

import { basePathOf, type ResourceKind } from './resource-kind.js';

/** What a path names: all objects, those in a namespace, one object, or its status. */
export interface ResourcePath {
  readonly namespace: string | null;
  readonly name: string | null;
  readonly part: 'object' | 'status';
}

/** Parses a path. Returns null if it does not name objects of this kind. */
export function parseResourcePath(resource: ResourceKind, pathname: string): ResourcePath | null {
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

/** What a request does, in the words of RBAC. */
export interface RequestedVerb {
  readonly verb: 'get' | 'list' | 'watch' | 'create' | 'patch' | 'delete' | 'unknown';
  readonly apiGroup: string;
  readonly resource: string;
}

export function requestedVerb(
  { group, plural }: ResourceKind,
  { name, part }: ResourcePath,
  method: string,
  query: URLSearchParams,
): RequestedVerb {
  const resource = part === 'status' ? `${plural}/status` : plural;
  return { verb: verbOf(method, name, query), apiGroup: group, resource };
}

function verbOf(method: string, name: string | null, query: URLSearchParams): RequestedVerb['verb'] {
  switch (method) {
    case 'GET':
      if (name !== null) return 'get';
      return isWatch(query) ? 'watch' : 'list';
    case 'POST':
      return 'create';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return 'delete';
    default:
      return 'unknown';
  }
}

export function isWatch(query: URLSearchParams): boolean {
  return ['1', 'true'].includes(query.get('watch') ?? '');
}

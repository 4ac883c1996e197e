import type { ResourceKind } from './crd.js';
import type { Place } from './place.js';

/** A request in the words of RBAC: what is to be done, and with what. */
export interface AskedVerb {
  readonly verb: 'get' | 'list' | 'watch' | 'create' | 'patch' | 'delete' | 'unknown';
  readonly apiGroup: string;
  readonly resource: string;
}

export function askedVerb(
  { group, plural }: ResourceKind,
  { name, part }: Place,
  method: string,
  query: URLSearchParams,
): AskedVerb {
  const resource = part === 'status' ? `${plural}/status` : plural;
  return { verb: verbOf(method, name, query), apiGroup: group, resource };
}

function verbOf(method: string, name: string | null, query: URLSearchParams): AskedVerb['verb'] {
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

import type { RequestHead } from '@k8s-pizza/slack-approval/host';

/** What a request asks for. */
export type Route =
  | { readonly name: 'openapi' | 'ask' }
  | { readonly name: 'read' | 'withdraw' | 'progress'; readonly id: string };

/** The route of a request, and its query without `?`; or why it has no route. */
export type Routed =
  | { readonly route: Route; readonly query: string }
  | { readonly refused: 'no_such_path' }
  | { readonly refused: 'method_not_allowed'; readonly allow: string };

const idPattern = /^[a-z0-9]{1,60}$/;

/** Finds the route of a request. A path is compared as it was sent: nothing is decoded, and no dots are resolved. */
export function findRoute(prefix: string, { method, url = '' }: RequestHead): Routed {
  // a web-standard request has a whole URL
  const target = url.replace(/^https?:\/\/[^/?#]*/i, '');
  const [path = '', ...rest] = target.split('?');
  const found = path.startsWith(prefix) ? routeOf(path.slice(prefix.length)) : null;
  if (found === null) return { refused: 'no_such_path' };
  if (found.method !== method) return { refused: 'method_not_allowed', allow: found.method };
  return { route: found.route, query: rest.join('?') };
}

function routeOf(path: string): { readonly method: 'GET' | 'POST'; readonly route: Route } | null {
  if (path === '/openapi.json') return { method: 'GET', route: { name: 'openapi' } };
  if (path === '/approvals') return { method: 'POST', route: { name: 'ask' } };
  const [empty, collection, id = '', action, ...more] = path.split('/');
  if (empty !== '' || collection !== 'approvals' || !idPattern.test(id) || more.length > 0) return null;
  if (action === undefined) return { method: 'GET', route: { name: 'read', id } };
  if (action === 'withdraw' || action === 'progress') return { method: 'POST', route: { name: action, id } };
  return null;
}

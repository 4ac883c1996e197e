import type { RequestHead } from '@k8s-pizza/slack-approval/host';

/** What a request asks for. */
export type Route =
  | { readonly name: 'openapi' | 'ask' | 'list' }
  | { readonly name: 'read' | 'withdraw' | 'progress' | 'context' | 'link'; readonly id: string };

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
  const found = path.startsWith(prefix) ? routesOf(path.slice(prefix.length)) : null;
  if (found === null) return { refused: 'no_such_path' };
  const route = found.get(method);
  if (route === undefined) return { refused: 'method_not_allowed', allow: [...found.keys()].join(', ') };
  return { route, query: rest.join('?') };
}

/** The routes of a path, by method. */
function routesOf(path: string): ReadonlyMap<string, Route> | null {
  if (path === '/openapi.json') return routes({ GET: { name: 'openapi' } });
  if (path === '/approvals') return routes({ GET: { name: 'list' }, POST: { name: 'ask' } });
  const [empty, collection, id = '', action, ...more] = path.split('/');
  if (empty !== '' || collection !== 'approvals' || !idPattern.test(id) || more.length > 0) return null;
  if (action === undefined) return routes({ GET: { name: 'read', id } });
  if (action === 'link') return routes({ GET: { name: 'link', id } });
  return isAction(action) ? routes({ POST: { name: action, id } }) : null;
}

function routes(byMethod: Readonly<Record<string, Route>>): ReadonlyMap<string, Route> {
  return new Map(Object.entries(byMethod));
}

const actions = ['withdraw', 'progress', 'context'] as const;

function isAction(text: string): text is (typeof actions)[number] {
  return actions.some((action) => action === text);
}

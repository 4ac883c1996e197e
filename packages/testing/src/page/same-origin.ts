import type { IncomingMessage } from 'node:http';

const loopbackNames = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/**
 * Other pages in the same browser can reach loopback too: by a name of theirs that leads here, or by a request across origins.
 * Neither may look or act.
 */
export function whyTurnedAway({ headers, method }: IncomingMessage, host: string | undefined): string | null {
  const calledAs = headers.host ?? '';
  if (host === undefined && !loopbackNames.test(calledAs)) return 'This simulator is called by a loopback address';
  if (headers.origin !== undefined && headers.origin !== `http://${calledAs}`) return 'Another page may not call this';
  // a form of another page can't send JSON
  const isJson = headers['content-type']?.startsWith('application/json') ?? false;
  return method === 'POST' && !isJson ? 'Only JSON is taken' : null;
}

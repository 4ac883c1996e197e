import type { IncomingMessage } from 'node:http';

const loopbackNames = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/**
 * Refuses other pages of the same browser, which can reach loopback too: by DNS rebinding, or by a request across origins.
 */
export function whyTurnedAway({ headers, method }: IncomingMessage, host: string | undefined): string | null {
  const calledAs = headers.host ?? '';
  if (host === undefined && !loopbackNames.test(calledAs)) return 'This simulator is called by a loopback address';
  if (headers.origin !== undefined && headers.origin !== `http://${calledAs}`) return 'Another page may not call this';
  // a form of another page can't send JSON
  const isJson = headers['content-type']?.startsWith('application/json') ?? false;
  return method === 'POST' && !isJson ? 'Only JSON is taken' : null;
}

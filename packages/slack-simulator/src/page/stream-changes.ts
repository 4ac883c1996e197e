import type { ServerResponse } from 'node:http';
import type { Changes } from '../simulator/changes.js';

/** Several changes within this time are sent once. */
const gatherMs = 15;

/** Server-sent events: one line for each change, so that the page asks for the state again. */
export function streamChanges(
  changes: Changes,
  headers: Readonly<Record<string, string>>,
  response: ServerResponse,
): void {
  response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
  // after a restart of the simulator the page is back soon
  response.write('retry: 500\n\ndata: connected\n\n');
  let timer: NodeJS.Timeout | undefined;
  const stop = changes.listen(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      response.write('data: changed\n\n');
    }, gatherMs).unref();
  });
  response.on('close', () => {
    stop();
    clearTimeout(timer);
  });
}

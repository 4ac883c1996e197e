import { once } from 'node:events';
import type { Server } from 'node:http';
import { inTime } from './in-time.js';

/** A server that takes requests, until it is closed. */
export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Waits until a server that was told to listen on loopback does.
 *
 * @param finishWithinMs - how long requests under way have once it is closed. @default they are cut off
 */
export async function listen(server: Server, finishWithinMs = 0): Promise<Listening> {
  let isClosing = false;
  server.on('request', (_request, response) => {
    // a connection that is kept after its answer would hold up the end
    response.once('close', () => isClosing && setImmediate(() => server.closeIdleConnections()));
  });
  if (!server.listening) await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on a port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      isClosing = true;
      const closed = once(server, 'close');
      server.close();
      if (finishWithinMs > 0) await inTime(closed, finishWithinMs);
      server.closeAllConnections();
      await closed;
    },
  };
}

import { once } from 'node:events';
import type { Server } from 'node:http';

/** A server that takes requests, until it is closed. */
export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/** Waits until a server that was told to listen on loopback does. */
export async function listen(server: Server): Promise<Listening> {
  if (!server.listening) await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on a port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

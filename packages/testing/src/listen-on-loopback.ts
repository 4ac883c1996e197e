import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { asyncDispose } from './async-dispose.js';
import { releaseProcess } from './release-process.js';

/**
 * A server that listens on loopback until you close it.
 *
 * It does not keep the process running.
 */
export interface LoopbackServer extends AsyncDisposable {
  /** Its origin, without a slash at the end, e.g. `http://127.0.0.1:4711`. */
  readonly url: string;
  /** Stops listening and ends open connections, WebSockets too. `await using` calls it at the end of the block. */
  close(): Promise<void>;
}

/**
 * Starts an HTTP server on a free port of 127.0.0.1.
 *
 * @param handler - answers each request, e.g. an Express app; or a server that does not listen yet
 * @returns its `url` and `close`, once it listens
 * @throws {Error} the server's own error — it cannot listen, e.g. because it already does
 */
export async function listenOnLoopback(handler: RequestListener | Server): Promise<LoopbackServer> {
  const server = typeof handler === 'function' ? createServer(handler) : handler;
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  releaseProcess(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // as: a server that listens on a port has an address with one
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { url: `http://127.0.0.1:${port}`, close, [asyncDispose]: close };
}

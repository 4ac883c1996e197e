import type { Server } from 'node:net';

/** Lets the process end while the server listens and while its connections are open. A call under way is held by its caller. */
export function releaseProcess(server: Server): void {
  server.unref();
  server.on('connection', (socket) => socket.unref());
}

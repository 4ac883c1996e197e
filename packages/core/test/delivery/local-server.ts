import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Starts an HTTP server for the running test, on a free port of loopback. */
export function serveHttp(listener: RequestListener): Promise<string> {
  return serve(createHttpServer(listener));
}

/** Starts a server for the running test that speaks whatever its listener writes. */
export function serveTcp(listener: (socket: Socket) => void): Promise<string> {
  return serve(createTcpServer(listener));
}

/** An address on loopback where nobody listens. */
export async function closedAddress(): Promise<string> {
  const server = createTcpServer();
  const address = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return address;
}

async function serve(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    // a client that goes away in the middle of an answer is what several tests are about
    socket.on('error', () => socket.destroy());
  });
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return listen(server);
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // a server that listens on a port has an address with one
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

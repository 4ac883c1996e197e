import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A proxy that lets nothing through, and tells what the agents wanted to reach beside loopback. */
export async function watchOutside() {
  const wanted: string[] = [];
  const server = createServer(({ url }, response) => {
    wanted.push(String(url));
    response.writeHead(502).end();
  });
  server.on('connect', ({ url }, socket) => {
    wanted.push(String(url));
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // as: it listens on a port
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return { wanted, variables: { HTTPS_PROXY: url, HTTP_PROXY: url, NO_PROXY: '127.0.0.1' } };
}

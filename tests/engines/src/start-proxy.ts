import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A wire between a program and a server on loopback, that can be cut. */
export interface Proxy {
  readonly port: number;
  /** What the server answers next is lost, and its connection with it: the program cannot know whether it was heard. */
  loseNextAnswer(): void;
  close(): Promise<void>;
}

export async function startProxy(targetPort: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let isLosing = false;
  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1');
    const cut = () => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) {
      sockets.add(socket);
      // a connection that breaks is what this is about: the other half goes with it
      socket.on('error', cut).on('close', cut);
    }
    near.on('data', (chunk) => far.write(chunk));
    far.on('data', (chunk) => {
      if (!isLosing) return near.write(chunk);
      isLosing = false;
      return cut();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    // as: a server that listens on a port has an address with one
    port: (server.address() as AddressInfo).port,
    loseNextAnswer() {
      isLosing = true;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

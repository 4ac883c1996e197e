import { connect, createServer, type Socket } from 'node:net';
import { listenOnLoopback } from '@k8s-pizza/slack-approval-testing';

/** A TCP proxy between a program and a server on loopback, which can lose data. */
export interface TcpProxy {
  readonly port: number;
  /** Passes on the next request that contains this text, and loses its answer and its connection. */
  loseAnswerTo(text: string): void;
  /** The same for everything that contains one of these texts, or for everything if there is none, until you call what it returns. */
  loseAnswers(...texts: readonly string[]): () => void;
  /**
   * Holds everything back in both directions, the end of connections too, until you call what it returns. Then all of it arrives,
   * as TCP sends dropped packets again.
   */
  stall(): () => void;
  close(): Promise<void>;
}

export async function startProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let texts: readonly string[] = [];
  let isLasting = false;
  let stalled: (() => void)[] | null = null;
  const pass = (deliver: () => void) => {
    if (stalled === null) deliver();
    else stalled.push(deliver);
  };
  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1');
    const cut = () =>
      pass(() => {
        near.destroy();
        far.destroy();
      });
    for (const socket of [near, far]) {
      sockets.add(socket);
      // when one half breaks, the other half is closed
      socket.on('error', cut).on('close', cut);
    }
    let isLosing = false;
    near.on('data', (chunk) => {
      if (texts.some((text) => chunk.includes(text))) {
        isLosing = true;
        if (!isLasting) texts = [];
      }
      pass(() => far.write(chunk));
    });
    far.on('data', (chunk) => (isLosing ? cut() : pass(() => near.write(chunk))));
  });
  const { url, close } = await listenOnLoopback(server);
  return {
    port: Number(new URL(url).port),
    loseAnswerTo(wanted) {
      texts = [wanted];
    },
    loseAnswers(...wanted) {
      texts = wanted.length === 0 ? [''] : wanted;
      isLasting = true;
      return () => {
        texts = [];
        isLasting = false;
      };
    },
    stall() {
      stalled ??= [];
      return () => {
        const arriving = stalled ?? [];
        stalled = null;
        for (const deliver of arriving) deliver();
      };
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await close();
    },
  };
}

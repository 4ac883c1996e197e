import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

type Mood = 'passes' | 'is silent' | 'cuts lines' | 'refuses' | 'talks nonsense';

/** A TCP line to a server that can be broken in the ways lines break. */
export async function aBrokenLine(target: string) {
  const { port } = new URL(target);
  const open = new Set<Socket>();
  let mood: Mood = 'passes';
  const server = createServer((near) => {
    if (mood === 'refuses') {
      near.destroy();
      return;
    }
    const far = connect(Number(port), '127.0.0.1');
    open.add(near);
    for (const socket of [near, far]) socket.on('error', () => undefined);
    near.on('data', (data) => mood !== 'is silent' && far.write(data));
    far.on('data', (data) => {
      if (mood === 'is silent') return;
      if (mood === 'talks nonsense') near.write('7\r\n{"nil":\r\n');
      else if (mood === 'cuts lines' && data.includes('"type"')) near.write(data.subarray(0, data.length / 2));
      else near.write(data);
      if (mood !== 'passes') near.destroy();
    });
    far.on('end', () => mood !== 'is silent' && near.end());
    near.on('close', () => {
      open.delete(near);
      far.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The line has no port.');
  const close = async (): Promise<void> => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(close);
  return {
    url: `http://127.0.0.1:${address.port}`,
    /** How it treats what is sent from now on, on connections that stand as well. */
    becomes(next: Mood) {
      mood = next;
    },
    /** Resets what stands. */
    reset() {
      for (const socket of open) socket.resetAndDestroy();
    },
    /** Ends what stands as a server does that goes down. */
    end() {
      for (const socket of open) socket.end();
    },
  };
}

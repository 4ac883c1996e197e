import { connect, type Socket } from 'node:net';
import { onTestFinished, vi } from 'vitest';

/** A request that a test sends bit by bit. */
interface Opened {
  readonly socket: Socket;
  /** All that came back. */
  readonly answer: () => string;
  readonly status: () => number | null;
  readonly isClosed: () => boolean;
}

/** Sends the head of a POST on a connection that stays open; the socket takes the rest. */
export function openPost(url: string, headers: Readonly<Record<string, string | number>>): Opened {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  let answer = '';
  let isClosed = false;
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    isClosed = true;
  });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.write(['POST /slack/actions HTTP/1.1', `host: ${host}`, ...lines, '', ''].join('\r\n'));
  const status = () => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 0) || null;
  return { socket, answer: () => answer, status, isClosed: () => isClosed };
}

/** The timers of a test, skipped; what sockets bring takes real turns. */
export function skippedTimers() {
  const wait = globalThis.setTimeout;
  const turn = () => new Promise((resolve) => wait(resolve, 5));
  const until = async (isTrue: () => boolean) => {
    for (let turns = 0; turns < 1_000 && !isTrue(); turns += 1) await turn();
    if (!isTrue()) throw new Error('It did not come to that.');
  };
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  return {
    until,
    /** Lets so much time pass, and what it brings about happen. */
    async skip(ms: number) {
      vi.advanceTimersByTime(ms);
      for (let turns = 0; turns < 10; turns += 1) await turn();
    },
  };
}

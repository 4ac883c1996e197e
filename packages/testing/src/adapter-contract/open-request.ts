import { connect } from 'node:net';
import type { SentHeaders } from './host-under-test.js';

/** A request whose body has not ended. */
interface OpenedRequest {
  /** The status of its answer; null until there is one. */
  readonly status: () => number | null;
  /** Waits for the response in real time. @returns its status, or null if none came */
  readonly answeredWithin: (ms: number) => Promise<number | null>;
  readonly hangUp: () => void;
}

/** Sends the head of a POST and a part of its body, on a connection that stays open. */
export function openRequest(url: string, headers: SentHeaders, part = ''): OpenedRequest {
  const { hostname, port, pathname, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  const lines = Object.entries(headers).flatMap(([name, values]) => [values].flat().map((one) => `${name}: ${one}`));
  let answer = '';
  const status = () => {
    const [, digits] = /^HTTP\/1\.1 (\d{3}) /.exec(answer) ?? [];
    return digits === undefined ? null : Number(digits);
  };
  const answered = new Promise<void>((resolve) => {
    socket.on('data', (chunk) => {
      answer += chunk;
      if (status() !== null) resolve();
    });
    // a host that closes the connection has not answered: the check decides what that means
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
  });
  socket.write([`POST ${pathname} HTTP/1.1`, `host: ${host}`, ...lines, '', part].join('\r\n'));
  return {
    status,
    async answeredWithin(ms) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, ms);
      });
      await Promise.race([answered, late]);
      clearTimeout(timer);
      return status();
    },
    hangUp: () => void socket.destroy(),
  };
}

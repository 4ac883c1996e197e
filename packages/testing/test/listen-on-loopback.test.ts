import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { expect, onTestFinished, test } from 'vitest';

test.each([
  ['a handler', (say: string) => listenOnLoopback((_, response) => response.end(say))],
  ['a server', (say: string) => listenOnLoopback(createServer((_, response) => response.end(say)))],
])('%s answers on loopback until it is closed', async (_, start) => {
  const { url, close } = await start('pizza');
  onTestFinished(close);

  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await (await fetch(url)).text()).toBe('pizza');

  await close();
  await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
});

test('closing ends a request that is never answered', async () => {
  const server = createServer();
  const { url, close } = await listenOnLoopback(server);
  const failing = expect(fetch(url)).rejects.toThrow('fetch failed');
  await once(server, 'request');

  await close();
  await failing;
});

test('closing ends a connection that became a WebSocket', async () => {
  const server = createServer();
  server.on('upgrade', (_, socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'));
  const { url, close } = await listenOnLoopback(server);
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  await once(socket, 'data');

  await close();
  expect(await once(socket, 'close')).toEqual([false]);
});

test('a server that listens already is refused', async () => {
  const server = createServer();
  const { close } = await listenOnLoopback(server);
  onTestFinished(close);

  await expect(listenOnLoopback(server)).rejects.toMatchObject({ code: 'ERR_SERVER_ALREADY_LISTEN' });
});

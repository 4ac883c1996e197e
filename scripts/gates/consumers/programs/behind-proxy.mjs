import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { approvalsRouter } from '@k8s-pizza/slack-approval-express';
import express from 'express';
import { EnvHttpProxyAgent } from 'undici';
import { askOnce } from './ask-once.mjs';
import { listen } from './listen.mjs';

let tunnels = 0;
const proxy = createServer().on('connect', ({ url }, client) => {
  tunnels += 1;
  const { hostname, port } = new URL(`http://${url}`);
  const server = connect(Number(port), hostname, () => {
    client.write('HTTP/1.1 200 OK\r\n\r\n');
    server.pipe(client).pipe(server);
  });
  server.on('error', () => client.destroy());
  client.on('error', () => server.destroy());
});
// it does not hold the process
proxy.listen(0, '127.0.0.1').unref();

const start = (approvals) => listen(createServer(express().use(approvalsRouter(approvals))));

void once(proxy, 'listening').then(async () => {
  process.env.HTTP_PROXY = `http://127.0.0.1:${proxy.address().port}`;
  const dispatcher = new EnvHttpProxyAgent();
  await askOnce(start, { slack: { fetch: (url, init) => fetch(url, Object.assign({ dispatcher }, init)) } });
  await dispatcher.close();
  if (tunnels === 0) throw new Error('no request went through the proxy');
});

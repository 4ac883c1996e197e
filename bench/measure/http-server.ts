/** One of the servers that `bench/benches/http.ts` compares: started as a child, reports its own CPU time when asked. */
import { createServer, type RequestListener } from 'node:http';
import { createApprovals, memoryStore } from '@k8s-pizza/slack-approval';
import { approvalsRouter } from '@k8s-pizza/slack-approval-express';
import { App, ExpressReceiver } from '@slack/bolt';
import express from 'express';
import { answerByHand } from './by-hand.js';
import { secret } from './signed-click.js';

const approvals = () =>
  createApprovals({ slack: { token: 'xoxb-bench', signingSecret: secret }, store: memoryStore() });

function plainByHand(): RequestListener {
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () =>
      response
        .writeHead(answerByHand(Buffer.concat(chunks), (name) => request.headers[name]?.toString(), secret, Date.now()))
        .end(),
    );
  };
}

function plainOurs(): RequestListener {
  const ours = approvals();
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const answer = await ours.handleRaw({
        method: request.method ?? '',
        header: (name) => request.headers[name]?.toString(),
        body: Buffer.concat(chunks),
      });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  };
}

function expressByHand(): RequestListener {
  const app = express();
  app.post('/slack/actions', express.raw({ type: '*/*' }), (request, response) => {
    response.status(answerByHand(request.body, (name) => request.get(name), secret, Date.now())).end();
  });
  return app;
}

function expressOurs(): RequestListener {
  return express().use(approvalsRouter(approvals()));
}

function boltExpress(): RequestListener {
  const receiver = new ExpressReceiver({ signingSecret: secret, endpoints: '/slack/actions' });
  const app = new App({
    receiver,
    authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B0BOT', botUserId: 'U0BOT' }),
  });
  app.action('other:feature', async ({ ack }) => await ack());
  return receiver.app;
}

const servers = {
  'plain-by-hand': plainByHand,
  'plain-ours': plainOurs,
  'express-by-hand': expressByHand,
  'express-ours': expressOurs,
  'bolt-express': boltExpress,
};
const make = Object.entries(servers).find(([name]) => name === process.argv[2])?.[1];
if (make === undefined) throw new Error('No such server.');
const server = createServer(make()).listen(0, '127.0.0.1', () => process.send?.({ address: server.address() }));
process.on('message', () => process.send?.({ cpu: process.cpuUsage() }));

import { createServer } from 'node:http';
import { receiveStream } from '@k8s-pizza/slack-approval/host';
import { askOnce } from './ask-once.mjs';
import { listen } from './listen.mjs';

void askOnce((approvals) =>
  listen(
    createServer(async (request, response) => {
      const header = (name) => request.headers[name.toLowerCase()]?.toString();
      const raw = { method: request.method, header, body: request };
      const { status, headers, body } = await receiveStream(approvals.handleRaw, raw);
      response.writeHead(status, headers).end(body);
    }),
  ),
);

import { createServer } from 'node:http';
import { receiveStream } from '@k8s-pizza/slack-approval/host';
import Koa from 'koa';
import { askOnce } from './ask-once.mjs';
import { listen } from './listen.mjs';

void askOnce((approvals) => {
  const app = new Koa();
  app.use(async (context, next) => {
    if (!context.path.startsWith('/slack/')) return await next();
    const { method, req } = context;
    const header = (name) => req.headers[name.toLowerCase()]?.toString();
    const { status, headers, body } = await receiveStream(approvals.handleRaw, { method, header, body: req });
    context.status = status;
    context.set(headers);
    context.body = body;
  });
  return listen(createServer(app.callback()));
});

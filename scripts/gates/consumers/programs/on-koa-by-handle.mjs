import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import Koa from 'koa';
import { askOnce } from './ask-once.mjs';
import { listen } from './listen.mjs';

void askOnce((approvals) => {
  const app = new Koa();
  app.use(async (context, next) => {
    if (!context.path.startsWith('/slack/')) return await next();
    const { method, href, req } = context;
    const request = new Request(href, { method, headers: req.headers, body: Readable.toWeb(req), duplex: 'half' });
    const response = await approvals.handle(request);
    context.status = response.status;
    context.set(Object.fromEntries(response.headers));
    context.body = await response.text();
  });
  return listen(createServer(app.callback()));
});

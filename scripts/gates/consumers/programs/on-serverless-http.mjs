import { createServer } from 'node:http';
import { approvalsRouter } from '@k8s-pizza/slack-approval-express';
import express from 'express';
import serverless from 'serverless-http';
import { askOnce } from './ask-once.mjs';
import { listen } from './listen.mjs';

/** API Gateway in front of a function: a request becomes an event with its body in base64, and the result an answer. */
const gateway = (handler) =>
  createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const event = {
      version: '2.0',
      rawPath: request.url,
      rawQueryString: '',
      headers: request.headers,
      requestContext: { http: { method: request.method, path: request.url, sourceIp: '127.0.0.1' } },
      body: Buffer.concat(chunks).toString('base64'),
      isBase64Encoded: true,
    };
    const { statusCode, headers, body, isBase64Encoded } = await handler(event, {});
    response.writeHead(statusCode, headers).end(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
  });

void askOnce((approvals) => {
  const app = express();
  app.use(approvalsRouter(approvals));
  return listen(gateway(serverless(app)));
});

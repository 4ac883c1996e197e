import { isSlackApprovalError, receiveStream } from '@k8s-pizza/slack-approval';
import { approvalsRouter } from '@k8s-pizza/slack-approval-express';
import express from 'express';
import { type Listening, listen } from '../listen.js';
import { finishWithinMs, type HostOptions } from './host-options.js';

/** The lighter host: Express, and the approvals' own command, buttons and Home tab. */
export async function startExpressHost({ approvals, routes, host, port, log }: HostOptions): Promise<Listening> {
  const app = express();
  app.disable('x-powered-by');
  app.use(approvalsRouter(approvals));
  for (const route of routes) {
    app[route.method === 'GET' ? 'get' : 'post'](route.path, async (request, response) => {
      const header = (name: string) => request.get(name);
      const answer = await receiveStream(route.answer, { method: request.method, header, body: request });
      response.status(answer.status).set(answer.headers).send(answer.body);
    });
  }
  app.use((error: unknown, _request: express.Request, response: express.Response, _next: express.NextFunction) => {
    const status = statusOf(error);
    if (status === 500) log(`Slack app: ${isSlackApprovalError(error) ? error.message : 'a request failed'}`);
    response.status(status).json({ error: 'the request could not be answered' });
  });
  return await listen(app.listen(port, host), finishWithinMs);
}

/** Where what was sent is at fault, Express says so: it is too large, cut off, or in an encoding that is not known. */
function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? error.status : 500;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

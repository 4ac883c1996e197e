import { type Approvals, isSlackApprovalError, SlackApprovalError } from '@k8s-pizza/slack-approval';
import { type RawResponse, receiveStream } from '@k8s-pizza/slack-approval/host';
import type { Request, RequestHandler, Response } from 'express';
import { rawBody } from './raw-body.js';

const pathsInApp = /^\/slack\/(actions|commands|events)\/?$/;
const pathsUnderMount = /^\/(slack\/)?(actions|commands|events)\/?$/;

/**
 * Creates an Express handler that serves Slack's requests.
 *
 * It serves `POST /`, `/slack/actions`, `/slack/commands` and `/slack/events`; under a mount path also without `/slack`. As the
 * handler of a route, such as `app.post('/hooks/slack', approvalsRouter(approvals))`, it serves that route.
 * Mount it before `express.json()`: Slack signs the raw bytes, and a request whose bytes are gone fails with status 500.
 *
 * @example
 * ```ts
 * import { createApprovals, memoryStore } from '@k8s-pizza/slack-approval';
 * import { approvalsRouter } from '@k8s-pizza/slack-approval-express';
 * import express from 'express';
 *
 * const slack = { token: process.env.SLACK_BOT_TOKEN, signingSecret: process.env.SLACK_SIGNING_SECRET };
 * const approvals = createApprovals({ slack, store: memoryStore() });
 * express().use(approvalsRouter(approvals)).listen(3000);
 * ```
 * @throws {SlackApprovalError} invalid_options — the argument is not an `Approvals` object
 * @throws {SlackApprovalError} raw_body_unavailable — passed to `next`: a parser has read the body and kept no bytes
 */
export function approvalsRouter(approvals: Pick<Approvals, 'handleRaw'>): RequestHandler {
  // catches `app.use(approvalsRouter)`, which would never answer
  if (typeof Object(approvals).handleRaw !== 'function') {
    throw new SlackApprovalError(
      'invalid_options',
      'approvalsRouter must get an Approvals object: app.use(approvalsRouter(approvals)).',
    );
  }
  const handler: RequestHandler = (req, res, next) => {
    if (isServed(req) || isHandlerOfRoute(req, handler))
      serve(approvals, req, res).catch((error: unknown) => next(withoutStack(error)));
    else next();
  };
  return handler;
}

/** Looks into the route, because `req.route` still names an earlier route that has called `next`. */
function isHandlerOfRoute({ route }: Request, handler: RequestHandler): boolean {
  const { stack } = Object(route);
  return Array.isArray(stack) && stack.some((layer) => Object(layer).handle === handler);
}

function isServed({ baseUrl, path, method }: Request): boolean {
  // without a mount path, `/` belongs to the app; only Slack posts there
  if (path === '/') return baseUrl !== '' || method === 'POST';
  return (baseUrl === '' ? pathsInApp : pathsUnderMount).test(path);
}

async function serve(approvals: Pick<Approvals, 'handleRaw'>, req: Request, res: Response): Promise<void> {
  const { method, headers } = req;
  const header = (name: string) => headers[name.toLowerCase()]?.toString();
  send(req, res, await receiveStream(approvals.handleRaw, { method, header, body: rawBody(req) }));
}

function send(req: Request, res: Response, { status, headers, body }: RawResponse): void {
  res.statusCode = status;
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  if (req.complete || req.destroyed) {
    res.end(body);
    return;
  }
  // the client is still sending a body that was refused: send the whole response now, and close once the request ends
  res.setHeader('connection', 'close').setHeader('content-length', Buffer.byteLength(body)).flushHeaders();
  if (body !== '') res.write(body);
  req.once('close', () => res.end());
}

// unless NODE_ENV is production, Express sends the stack to the client; the app's error handler still has the cause
function withoutStack(cause: unknown): Error {
  const error = isSlackApprovalError(cause) ? cause : new Error('The request could not be answered.', { cause });
  error.stack = `${error.name}: ${error.message}`;
  return error;
}

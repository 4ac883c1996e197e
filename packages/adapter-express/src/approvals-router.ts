import {
  type Approvals,
  isSlackApprovalError,
  type RawResponse,
  receiveStream,
  SlackApprovalError,
} from '@k8s-pizza/slack-approval';
import type { Request, RequestHandler, Response } from 'express';
import { bodyOf } from './body-of.js';

const pathsInApp = /^\/slack\/(actions|commands|events)\/?$/;
const pathsUnderMount = /^\/(slack\/)?(actions|commands|events)\/?$/;

/**
 * Makes a handler for `app.use` that serves Slack's requests.
 *
 * These are `POST /` and `/slack/actions`, `/slack/commands`, `/slack/events`; under a mount such as
 * `app.use('/slack', …)` the last three without `/slack` as well. Mount it before `express.json()`: Slack's signature covers the raw bytes.
 * Where a parser has eaten them, the request fails with 500, and the app's error handler gets the reason.
 *
 * @throws {SlackApprovalError} invalid_options — these are no approvals
 * @throws {SlackApprovalError} raw_body_unavailable — passed to `next`: the body was read before, and nobody kept its bytes
 */
export function approvalsRouter(approvals: Pick<Approvals, 'receive'>): RequestHandler {
  // also `app.use(approvalsRouter)`, which would answer nothing at all
  if (typeof Object(approvals).receive !== 'function') {
    throw new SlackApprovalError(
      'invalid_options',
      'approvalsRouter takes approvals: app.use(approvalsRouter(approvals)).',
    );
  }
  return (req, res, next) => {
    if (isServed(req)) serve(approvals, req, res).catch((error: unknown) => next(fitForAnswer(error)));
    else next();
  };
}

function isServed({ baseUrl, path, method }: Request): boolean {
  // the root of an app belongs to the app, but for what Slack sends there
  if (path === '/') return baseUrl !== '' || method === 'POST';
  return (baseUrl === '' ? pathsInApp : pathsUnderMount).test(path);
}

async function serve(approvals: Pick<Approvals, 'receive'>, req: Request, res: Response): Promise<void> {
  const { method, headers } = req;
  const header = (name: string) => headers[name.toLowerCase()]?.toString();
  send(req, res, await receiveStream(approvals.receive, { method, header, body: bodyOf(req) }));
}

function send(req: Request, res: Response, { status, headers, body }: RawResponse): void {
  res.statusCode = status;
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  if (req.complete || req.destroyed) {
    res.end(body);
    return;
  }
  // of a refused body more may come: the client has the whole answer now, and the connection is closed once it has read that
  res.setHeader('connection', 'close').setHeader('content-length', Buffer.byteLength(body)).flushHeaders();
  if (body !== '') res.write(body);
  req.once('close', () => res.end());
}

// Express shows a stack to the client unless NODE_ENV is production: this one is the message alone, and the app's error handler has the cause
function fitForAnswer(cause: unknown): Error {
  const error = isSlackApprovalError(cause) ? cause : new Error('The request could not be answered.', { cause });
  error.stack = `${error.name}: ${error.message}`;
  return error;
}

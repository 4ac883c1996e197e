import { type Approvals, SlackApprovalError } from '@k8s-pizza/slack-approval';
import type { Request, RequestHandler } from 'express';
import { requireRawBody } from './raw-body.js';
import { isHandlerOfRoute, serveReceiver } from './serve-receiver.js';

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
      serveReceiver(approvals.handleRaw, requireRawBody, req, res, next);
    else next();
  };
  return handler;
}

function isServed({ baseUrl, path, method }: Request): boolean {
  // without a mount path, `/` belongs to the app; only Slack posts there
  if (path === '/') return baseUrl !== '' || method === 'POST';
  return (baseUrl === '' ? pathsInApp : pathsUnderMount).test(path);
}

import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import type { Receiver, StreamedRequest } from '@k8s-pizza/slack-approval/host';
import type { Request, RequestHandler } from 'express';
import { rawBody } from './raw-body.js';
import { isHandlerOfRoute, serveReceiver } from './serve-receiver.js';

/**
 * Creates an Express handler that takes the decisions which `webhook` sends.
 *
 * It serves the path it is mounted at, `POST /` without one, or, as in `app.post('/decisions', decisionRouter(receiver))`, its route.
 * Mount it before `express.json()`: a decision whose bytes are gone is answered 503, and is sent again.
 *
 * @param receiver - what `receiveDecision` returns, itself: a function around it has no `refuseHead`
 * @example
 * ```ts
 * import { receiveDecision } from '@k8s-pizza/slack-approval';
 * import { decisionRouter } from '@k8s-pizza/slack-approval-express';
 * import express from 'express';
 *
 * const handler = async (decision: { readonly outcome: string }) => console.log(decision.outcome);
 * const receiver = receiveDecision({ secrets: process.env.DECISION_SECRET, handler });
 * express().use('/decisions', decisionRouter(receiver)).listen(4000);
 * ```
 * @throws {SlackApprovalError} invalid_options — the argument is not a function
 */
export function decisionRouter(receiver: Receiver): RequestHandler {
  // catches `app.use(decisionRouter)` too, which would never answer
  if (typeof receiver !== 'function') {
    throw new SlackApprovalError(
      'invalid_options',
      'decisionRouter must get what receiveDecision returns: app.use(decisionRouter(receiveDecision({ … }))).',
    );
  }
  const handler: RequestHandler = (req, res, next) => {
    if (isServed(req) || isHandlerOfRoute(req, handler)) serveReceiver(receiver, bodyOf, req, res, next);
    else next();
  };
  return handler;
}

function isServed({ baseUrl, path, method }: Request): boolean {
  // without a mount path, `/` belongs to the app; only a sender of decisions posts there
  return path === '/' && (baseUrl !== '' || method === 'POST');
}

/** Returns undefined where a parser has read the body and kept no bytes: the receiver refuses and logs that. */
function bodyOf(req: Request): StreamedRequest['body'] {
  // as: undefined is no body that a receiver takes
  return rawBody(req) ?? (undefined as never);
}

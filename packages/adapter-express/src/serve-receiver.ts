import { isSlackApprovalError } from '@k8s-pizza/slack-approval';
import { type RawResponse, type Receiver, receiveStream, type StreamedRequest } from '@k8s-pizza/slack-approval/host';
import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** Looks into the route, because `req.route` still names an earlier route that has called `next`. */
export function isHandlerOfRoute({ route }: Request, handler: RequestHandler): boolean {
  const { stack } = Object(route);
  return Array.isArray(stack) && stack.some((layer) => Object(layer).handle === handler);
}

/** Lets a receiver answer a request. What is thrown goes to the app's error handler. */
export function serveReceiver(
  receiver: Receiver,
  bodyOf: (req: Request) => StreamedRequest['body'],
  req: Request,
  res: Response,
  next: NextFunction,
): void {
  const receive = async () => {
    const { method, headers } = req;
    const header = (name: string) => headers[name.toLowerCase()]?.toString();
    send(req, res, await receiveStream(receiver, { method, header, body: bodyOf(req) }));
  };
  receive().catch((error: unknown) => next(withoutStack(error)));
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

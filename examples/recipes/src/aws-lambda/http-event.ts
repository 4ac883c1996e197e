import type { HostContext, Receiver } from '@k8s-pizza/slack-approval/host';

/** What is needed of the event of a function URL or an HTTP API: payload format 2.0, whose header names are in lower case. */
export interface HttpEvent {
  readonly requestContext: { readonly http: { readonly method: string } };
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

/** Lets a receiver, such as `approvals.handleRaw` or `receiveDecision(…)`, answer the event. */
export async function answerEvent(receive: Receiver, event: HttpEvent, context?: HostContext) {
  const { requestContext, headers, isBase64Encoded } = event;
  // the bytes that Slack signed: Lambda gives a form in base64
  const body = Buffer.from(event.body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  const { method } = requestContext.http;
  const response = await receive({ method, header: (name) => headers[name.toLowerCase()], body }, context);
  return { statusCode: response.status, headers: response.headers, body: response.body };
}

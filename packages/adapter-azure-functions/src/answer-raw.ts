import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { type Context, type Receiver, receiveStream, SlackApprovalError } from '@k8s-pizza/slack-approval';

const bodyWasRead = 'raw_body_unavailable: the body was read before, perhaps by a hook; pass the request on untouched.';

/** Hands on a request's bytes as they arrived, and the answer as it is. */
export async function answerRaw(
  request: HttpRequest,
  receive: Receiver,
  context: Context = {},
): Promise<HttpResponseInit> {
  if (request.bodyUsed) throw new SlackApprovalError('raw_body_unavailable', bodyWasRead);
  const { method, headers, body } = request;
  const answer = await receiveStream(receive, { method, header: (name) => headers.get(name), body }, context);
  const head = { status: answer.status, headers: { ...answer.headers } };
  // a body that is empty, and not absent, would be given a content type
  return answer.body === '' ? head : { ...head, body: answer.body };
}

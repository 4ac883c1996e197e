import { isSlackApprovalError, type RawResponse, type Receiver, type RequestHead } from '@k8s-pizza/slack-approval';
import type { z } from 'zod';
import { json, type Route } from '../app/route.js';
import { mayBeSigned, signatureCheck } from './open-signed.js';
import { rememberAnswers } from './remember-answers.js';

export interface SignedRouteOptions<Message> {
  readonly path: string;
  readonly secret: string;
  readonly schema: z.ZodType<Message>;
  readonly act: (message: Message) => Promise<object>;
  readonly log: (line: string) => void;
}

/**
 * A path of the Slack app for the order function alone: signed, checked, and done once for each id. What is answered repeats nothing of what
 * was sent: 401 is not signed by us, 4xx will not get better, 503 may be sent again.
 */
export function signedRoute<Message>({ path, secret, schema, act, log }: SignedRouteOptions<Message>): Route {
  const open = signatureCheck(secret);
  const oncePerId = rememberAnswers();

  const answerMessage = async (text: string): Promise<RawResponse> => {
    const read = schema.safeParse(jsonOf(text));
    if (!read.success) return json(400, { error: 'malformed_message' });
    try {
      return json(200, await act(read.data));
    } catch (error) {
      log(`${path}: ${error instanceof Error ? error.message : 'a message failed'}`);
      // a store that is away comes back; what was asked does not become another
      const isTheirs = isSlackApprovalError(error) && !/^(?:store|record)_/.test(error.code);
      return isTheirs ? json(422, { error: error.code }) : json(503, { error: 'unavailable' });
    }
  };

  const answer: Receiver = async (request) => {
    const message = open(request);
    return message === null ? unauthenticated : await oncePerId(message.id, () => answerMessage(message.text));
  };
  const refuseHead = (head: RequestHead) => (mayBeSigned(head) ? null : unauthenticated);
  return { method: 'POST', path, answer: Object.assign(answer, { refuseHead }) };
}

const unauthenticated = json(401, { error: 'unauthenticated' });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

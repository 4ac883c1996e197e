import type { Decision } from '@k8s-pizza/slack-approval';
import { type DeliveryAttempt, receiverSecret, sendAnswer, startReceiver } from 'test-processes/receiver';

/** A program of another team, to which decisions are sent over HTTP, signed. */
export interface Receiver {
  readonly url: string;
  readonly secret: string;
  /** What was sent to it about one approval, taken or not. */
  attempts(approvalId: string): readonly DeliveryAttempt[];
  /** What it took, once for each time it took it. */
  applied(approvalId: string): readonly Decision<unknown>[];
  /** Whether it answers that it is gone for good. */
  isGone: boolean;
  close(): Promise<void>;
}

export async function createReceiver(): Promise<Receiver> {
  let isGone = false;
  const { url, attempts, applied, close } = await startReceiver({
    remembersIds: false,
    answer: async ({ response, take }) =>
      sendAnswer(response, isGone ? { status: 410, headers: {}, body: '' } : await take()),
  });
  return {
    url,
    secret: receiverSecret,
    attempts: (approvalId) => attempts.filter(({ body }) => body.includes(approvalId)),
    applied: (approvalId) => applied.filter((decision) => decision.approvalId === approvalId),
    get isGone() {
      return isGone;
    },
    set isGone(value) {
      isGone = value;
    },
    close,
  };
}

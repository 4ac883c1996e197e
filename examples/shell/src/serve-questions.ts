import { type Approvals, user } from '@k8s-pizza/slack-approval';
import { receiveAsks } from '@k8s-pizza/slack-approval-http';
import { z } from 'zod';

const question = z.strictObject({ title: z.string(), fields: z.record(z.string(), z.string()).default({}) });

interface Options {
  readonly channel: string | undefined;
  readonly approver: string;
  readonly token: string | undefined;
}

/** Lets `slack-approval ask --server` ask in one channel. */
export function serveQuestions(approvals: Approvals, { channel, approver, token }: Options) {
  const kind = approvals.define('question', {
    schema: question,
    card: (asked) => asked,
    channel,
    approvers: [user(approver)],
  });
  return receiveAsks(approvals, {
    kinds: { question: kind },
    tokens: [{ token, requester: 'CI', kinds: ['question'] }],
  });
}

import { type Approvals, isSlackApprovalError, user } from '@k8s-pizza/slack-approval';

interface Email {
  readonly to: string;
  readonly subject: string;
  readonly body: string;
}

/** Makes the function behind a tool of a model. What it returns goes back to the model. */
export function approvedEmail(approvals: Approvals, send: (email: Email, id: string) => Promise<string>) {
  const approved = approvals.guard<Email, string>(
    'send-email',
    { channel: 'C0OPS', approvers: [user('U0ALICE')], title: ({ to }) => `Send this email to ${to}?` },
    (email, { deliveryId }) => send(email, deliveryId),
  );
  return async (email: Email, toolCallId: string, userId: string): Promise<string> => {
    try {
      // a step that is retried asks once; the person who runs the agent may not approve it
      return await approved(email, { key: toolCallId, requester: 'support agent', onBehalfOf: user(userId) });
    } catch (error) {
      if (isSlackApprovalError(error) && ['rejected', 'expired', 'withdrawn'].includes(error.code))
        return `The email was not sent. ${error.message}`; // who rejected it, and their reason
      throw error;
    }
  };
}

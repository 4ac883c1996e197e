import type { Approval } from '@k8s-pizza/slack-approval';
import { z } from 'zod';

/** What a client gets to know about an approval. */
export const answerSchema = z.object({
  approvalId: z.string(),
  status: z.enum(['pending', 'approved', 'rejected', 'expired', 'withdrawn']),
  message: z.string().describe('What this means, in words.'),
  reason: z.string().nullable().describe('The reason that a person gave.'),
  choice: z.string().nullable().describe('The choice that people made, if the question had choices.'),
  payload: z.unknown().describe('What people approved; null: they did not.'),
  decidedBy: z.array(z.string()).describe('The Slack user ids of the people who decided.'),
  decidedAt: z.string().nullable().describe('ISO 8601.'),
  delivery: z
    .object({ state: z.enum(['none', 'owed', 'delivered', 'dead']), result: z.unknown() })
    .describe('Whether it was carried out, where a program of the server does that.'),
  link: z.string().nullable().describe('The address of the card, while it is pending.'),
});

export type Answer = z.output<typeof answerSchema>;

/** Whether a client has to wait: people have not decided, or what they approved is being carried out. */
export function isUnderWay({ status, delivery }: Approval<unknown>): boolean {
  return status === 'pending' || (status === 'approved' && delivery.state === 'owed');
}

/** Tells of an approval in fields and in words. @param link - the address of the card; null: it has none yet, or is of no use */
export function toAnswer(approval: Approval<unknown>, link: string | null): Answer {
  const { id: approvalId, status, decision, delivery } = approval;
  return {
    approvalId,
    status,
    message: messageOf(approval, link),
    reason: decision?.reason ?? null,
    choice: decision?.choice ?? null,
    payload: status === 'approved' ? (decision?.payload ?? null) : null,
    decidedBy: peopleOf(approval),
    decidedAt: decision === null ? null : new Date(decision.decidedAt).toISOString(),
    delivery: { state: delivery.state, result: delivery.result ?? null },
    link,
  };
}

function messageOf(approval: Approval<unknown>, link: string | null): string {
  const { id, status, decision } = approval;
  const why = decision?.reason == null ? '' : ` Reason: ${decision.reason}`;
  const dont = 'Do not do it, and do not ask again unless the user wants you to.';
  switch (status) {
    case 'pending':
      return `Nobody has decided yet.${link === null ? '' : ` The card: ${link}`} This is no approval. Call get_approval with approvalId ${id} until the status changes.`;
    case 'approved':
      return `Approved by ${peopleOf(approval).join(', ')}.${choiceOf(approval)}${why}${editOf(approval)} ${deliveryOf(approval)}`;
    case 'rejected':
      return `Rejected by ${peopleOf(approval).join(', ')}.${choiceOf(approval)}${why} ${dont}`;
    case 'expired':
      return `Nobody decided in time. ${dont}`;
    case 'withdrawn':
      return `The question was withdrawn.${why} Do not do it.`;
  }
}

function peopleOf({ decision }: Approval<unknown>): string[] {
  return (decision?.decidedBy ?? []).map(({ userId }) => userId);
}

function choiceOf({ decision }: Approval<unknown>): string {
  return decision?.choice == null ? '' : ` Their choice: ${decision.choice}.`;
}

function editOf({ decision }: Approval<unknown>): string {
  if (decision === null || decision.original === null) return '';
  return ` They changed what you asked for, and approved exactly this: ${JSON.stringify(decision.payload)}`;
}

function deliveryOf({ delivery: { state, result } }: Approval<unknown>): string {
  switch (state) {
    case 'none':
      return 'You may do it now, once.';
    case 'owed':
      return 'It is being carried out: call get_approval to see the result.';
    case 'delivered':
      return `It was carried out: do not do it yourself.${result == null ? '' : ` Result: ${JSON.stringify(result)}`}`;
    case 'dead':
      return 'It could not be carried out.';
  }
}

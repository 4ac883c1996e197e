import type { Refusal } from '../domain/model/refusal.js';
import { partText } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';
import { withReason } from '../slack/card/explanation.js';

const endings: readonly string[] = ['withdrawn', 'already_decided'];

/**
 * Adds to an explanation that an approval is over: the reason of a withdrawal, and that the card had not been posted by then.
 *
 * The domain cannot add the reason, because it only knows a reference to it.
 */
export function explainEnd<Why extends Pick<Refusal, 'explanation'> & { readonly code: string }>(
  why: Why,
  { approval, parts }: ApprovalRecord,
): Why {
  if (approval.status === 'pending' || !endings.includes(why.code)) return why;
  const { cause, neverShown, reasonRef } = approval.decision;
  const isUnseen = neverShown === true && cause !== 'expiry';
  const explanation = isUnseen ? `${why.explanation} Its card had not been posted by then.` : why.explanation;
  const reason = why.code === 'withdrawn' ? partText(parts, reasonRef) : null;
  return { ...why, explanation: withReason(explanation, reason) };
}

/** What people are told about a stored approval that this release cannot read. */
export const unreadable = {
  newer: 'This approval is being updated to a newer version. Please try again in a few minutes.',
  corrupt: 'This approval cannot be read just now. The people who run this app were told.',
} as const;

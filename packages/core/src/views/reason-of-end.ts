import type { Refusal } from '../domain/model/refusal.js';
import { partText } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';
import { withReason } from '../slack/card/explanation.js';

const endings: readonly string[] = ['withdrawn', 'already_decided'];

/**
 * Adds to "this was withdrawn" the reason its source gave, and to an end that did not wait for the card that it was not there.
 * The pure part knows reasons by reference only.
 */
export function withReasonOfEnd<Why extends Pick<Refusal, 'explanation'> & { readonly code: string }>(
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

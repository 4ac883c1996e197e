import type { Refusal } from '../domain/refusal.js';
import { partText } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';
import { withReason } from '../slack/explanation.js';

/** Adds to "this was withdrawn" the reason its source gave. The pure part knows reasons by reference only. */
export function withReasonOfEnd<Why extends Pick<Refusal, 'explanation'> & { readonly code: string }>(
  why: Why,
  { approval, parts }: ApprovalRecord,
): Why {
  if (why.code !== 'withdrawn' || approval.status === 'pending') return why;
  const reason = partText(parts, approval.decision.reasonRef);
  return { ...why, explanation: withReason(why.explanation, reason) };
}

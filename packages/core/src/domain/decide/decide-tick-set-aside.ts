import type { Approval, PendingApproval } from '../model/approval.js';
import type { ApprovalEvent } from '../model/events.js';
import { refusal } from '../model/refusal.js';
import { expiryOutcome } from '../time/schedule.js';
import { decideByExpiry, refuseUnchecked } from './end-approval.js';

/**
 * Applies the passing of time to a record that is set aside: it can only expire.
 * Its voters are no longer looked up, so expiry refuses the votes that are still unchecked.
 */
export function decideTickSetAside(approval: Approval, now: number): readonly ApprovalEvent[] {
  if (approval.status !== 'pending') return [];
  const checked: PendingApproval = { ...approval, work: { ...approval.work, unchecked: [] } };
  const outcome = expiryOutcome(checked, now);
  if (outcome === null) return [];
  const why = refusal('voter_unknown', { cause: 'expired', group: null });
  const closed = approval.work.unchecked.flatMap((vote) => refuseUnchecked(vote, approval, now, why));
  return [...closed, ...decideByExpiry(checked, outcome, now)];
}

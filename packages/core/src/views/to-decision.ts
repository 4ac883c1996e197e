import type { Decision } from '../ports/decision-sink.js';
import { partSalt, partText, partValue } from '../record/parts.js';
import { type ApprovalRecord, decisionEntry } from '../record/record.js';
import { votesInDecision } from './votes-of.js';

/** Returns the decision of a record, with everything that people saw; null: it is pending. */
export function decisionOf(record: ApprovalRecord): Decision<unknown> | null {
  const { approval, parts } = record;
  const entry = decisionEntry(record);
  if (approval.status === 'pending' || entry === null) return null;
  const { decision, revision } = approval;
  return {
    approvalId: approval.id,
    kind: approval.kind,
    key: approval.key,
    outcome: decision.outcome,
    choice: decision.choice ?? null,
    revision: revision.number,
    payload: partValue(parts, revision.payloadRef),
    original: originalOf(record),
    shown: decision.neverShown !== true,
    digest: revision.digest,
    seen: {
      salt: partSalt(parts, revision.payloadRef),
      content: partValue(parts, revision.contentRef),
      policy: approval.policy,
    },
    votes: votesInDecision(record),
    decidedBy: decision.by,
    reason: partText(parts, decision.reasonRef),
    requester: approval.requester,
    onBehalfOf: approval.onBehalfOf ?? null,
    askedAt: approval.askedAt,
    decidedAt: decision.decidedAt,
    // for the first delivery: a redelivery sends the same bytes
    deliverBy: decision.decidedAt + approval.policy.deliverWithinMs,
    historyHead: { seq: entry.seq, hash: entry.hash },
  };
}

/** What was asked, if an approver edited it. */
function originalOf({ approval: { edited }, parts }: ApprovalRecord): Decision<unknown>['original'] {
  if (edited === undefined) return null;
  const { number: revision, digest, payloadRef } = edited.original;
  return { revision, digest, payload: partValue(parts, payloadRef) };
}

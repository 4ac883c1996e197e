import type { Decision } from '../ports/decision-sink.js';
import { partSalt, partText, partValue } from '../record/parts.js';
import { type ApprovalRecord, decisionEntry } from '../record/record.js';

/** The decision of a record, with every part of what was seen; null while there is none. */
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
    revision: revision.number,
    payload: partValue(parts, revision.payloadRef),
    original: null,
    shown: decision.neverShown !== true,
    digest: revision.digest,
    seen: {
      salt: partSalt(parts, revision.payloadRef),
      content: partValue(parts, revision.contentRef),
      policy: approval.policy,
    },
    decidedBy: decision.by,
    reason: partText(parts, decision.reasonRef),
    askedAt: approval.askedAt,
    decidedAt: decision.decidedAt,
    // of the first round; a redelivery changes none of the bytes
    deliverBy: decision.decidedAt + approval.policy.deliverWithinMs,
    historyHead: { seq: entry.seq, hash: entry.hash },
  };
}

import { limits } from '../domain/model/limits.js';
import type { Policy } from '../domain/model/policy.js';
import { SlackApprovalError } from '../errors.js';
import { partValue } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';

/**
 * Refuses a record that leaves no room for what is to come: its delivery body, which has payload, content and policy once more, as
 * JSON within JSON, and the votes that it needs.
 *
 * @param body - the record as JSON
 * @throws {SlackApprovalError} record_too_large — the record with its future delivery body would exceed 224 KB
 */
export function checkGrowth(record: ApprovalRecord, body: string): void {
  const { approval, parts } = record;
  const voteBytes = approval.status === 'pending' ? bytesForVotes(approval.policy) : 0;
  // a UTF-16 code unit is at most three bytes, and JSON within JSON at most twice as long
  if (body.length * 9 + voteBytes <= limits.growthBytes) return;
  const future = [
    partValue(parts, approval.revision.payloadRef),
    partValue(parts, approval.revision.contentRef),
    approval.policy,
  ];
  const futureBytes = approval.status === 'pending' ? Buffer.byteLength(JSON.stringify(JSON.stringify(future))) : 0;
  if (Buffer.byteLength(body) + futureBytes + voteBytes > limits.growthBytes) {
    throw new SlackApprovalError(
      'record_too_large',
      'This approval would grow too large to be decided; nothing was stored.',
    );
  }
}

/** A vote in the history, in the approval and in the body, with a short reason. */
const bytesPerVote = 2_000;
/** Votes that have room between `growthBytes` and `recordBytes`. */
const freeVotes = 10;

function bytesForVotes({ stages, quorum, choices }: Policy): number {
  const approvals = (stages ?? [{ quorum: quorum.approve }]).reduce((sum, stage) => sum + stage.quorum, 0);
  const answers = Math.min(approvals * Math.max(1, choices?.length ?? 1), limits.votes);
  return Math.max(0, answers - freeVotes) * bytesPerVote;
}

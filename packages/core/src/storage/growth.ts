import { limits } from '../domain/model/limits.js';
import { SlackApprovalError } from '../errors.js';
import { partValue } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';

/**
 * Refuses what would leave no room for the decision: its delivery body holds payload, content and policy once more, as text within text.
 *
 * @throws {SlackApprovalError} record_too_large — the record with its future delivery body would exceed 224 KB
 */
export function checkGrowth(record: ApprovalRecord): void {
  const { approval, parts } = record;
  const future = [
    partValue(parts, approval.revision.payloadRef),
    partValue(parts, approval.revision.contentRef),
    approval.policy,
  ];
  const reserved = approval.status === 'pending' ? Buffer.byteLength(JSON.stringify(JSON.stringify(future))) : 0;
  if (Buffer.byteLength(JSON.stringify(record)) + reserved > limits.growthBytes) {
    throw new SlackApprovalError(
      'record_too_large',
      'This approval would grow too large to be decided; nothing was stored.',
    );
  }
}

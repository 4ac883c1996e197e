import { createHash } from 'node:crypto';

/** The ids of an approval's trace and of its root span. */
export interface ApprovalIds {
  readonly traceId: string;
  readonly spanId: string;
}

/**
 * Computes the ids from the approval's id.
 *
 * So every process adds to the same trace, and no trace context has to travel through Slack and the store. A hash is spread
 * evenly, as samplers by ratio expect of a trace id.
 */
export function approvalIdsOf(approvalId: string): ApprovalIds {
  const hash = createHash('sha256').update(`trace of ${approvalId}`).digest('hex');
  return { traceId: hash.slice(0, 32), spanId: hash.slice(32, 48) };
}

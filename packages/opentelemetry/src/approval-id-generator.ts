import { randomBytes } from 'node:crypto';
import { type ApprovalIds, approvalIdsOf } from './approval-ids.js';

/**
 * Generates the ids of all spans of a tracer provider.
 *
 * They are random, but for the root span of an approval. It fits the `idGenerator` of OpenTelemetry's SDK.
 */
export interface ApprovalIdGenerator {
  generateTraceId(): string;
  generateSpanId(): string;
  /** The root span that `start` begins is the root of the approval's trace. */
  within<Value>(approvalId: string, start: () => Value): Value;
}

/**
 * Creates the id generator that gives each approval's trace its root span.
 *
 * Pass it to the tracer provider and to `instrumentApprovals`. Without it, the trace has no root: see `ids` there.
 */
export function createApprovalIdGenerator(): ApprovalIdGenerator {
  let given: ApprovalIds | null = null;
  return {
    generateTraceId: () => given?.traceId ?? randomBytes(16).toString('hex'),
    generateSpanId: () => given?.spanId ?? randomBytes(8).toString('hex'),
    within(approvalId, start) {
      given = approvalIdsOf(approvalId);
      try {
        return start();
      } finally {
        given = null;
      }
    },
  };
}

import type { ApprovalTracer } from './approval-trace.js';

/** A tracer that is loaded with the first span: an instance that begins with a click does not pay for it. What cannot be loaded is logged once. */
export function lazyTracer(load: () => Promise<ApprovalTracer>, log: (line: string) => void): ApprovalTracer {
  let loading: Promise<ApprovalTracer | null> | null = null;
  const draw = (drawing: (tracer: ApprovalTracer) => void): void => {
    loading ??= load().catch((error: unknown) => {
      log(`traces: nothing is traced: ${error instanceof Error ? error.message : 'unknown'}`);
      return null;
    });
    // spans say their own instants: drawn a moment later, they are the same
    void loading.then((tracer) => {
      if (tracer !== null) drawing(tracer);
    });
  };
  return {
    span: (approvalId, span) => draw((tracer) => tracer.span(approvalId, span)),
    root: (approvalId, span) => draw((tracer) => tracer.root(approvalId, span)),
  };
}

import { type Context, context, TraceFlags, trace } from '@opentelemetry/api';
import { approvalIdsOf } from './approval-ids.js';

/**
 * A context within which spans belong to the trace of an approval.
 *
 * Pass it to `startSpan`, in any process: in the service that carries the decision out, for example.
 *
 * @param parent - what else the context holds. @default the active context
 */
export function approvalContext(approvalId: string, parent: Context = context.active()): Context {
  const ids = approvalIdsOf(approvalId);
  return trace.setSpanContext(parent, { ...ids, traceFlags: TraceFlags.SAMPLED, isRemote: true });
}

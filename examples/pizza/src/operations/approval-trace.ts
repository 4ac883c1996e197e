import { createHash } from 'node:crypto';
import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { type IdGenerator, RandomIdGenerator } from '@opentelemetry/sdk-trace-base';

interface SpanIds {
  readonly traceId: string;
  readonly spanId: string;
}

/** What happened to one approval, at instants in epoch milliseconds. */
interface TracedSpan {
  readonly name: string;
  readonly startAt: number;
  readonly endAt: number;
  readonly attributes?: Attributes;
  /** In a few words of ours, where it went wrong. */
  readonly problem?: string;
}

/** Draws spans into the trace of an approval. */
export interface ApprovalTracer {
  span(approvalId: string, span: TracedSpan): void;
  /** The span that all others of the approval are in. Only the process that stored the decision draws it. */
  root(approvalId: string, span: TracedSpan): void;
}

/**
 * The trace of an approval is computed from its id: processes that share nothing but the id, a day apart, draw into one trace, and
 * nothing has to be carried through Slack, the store and the function.
 */
function idsOf(approvalId: string): SpanIds {
  const hash = createHash('sha256').update(`trace of ${approvalId}`).digest('hex');
  return { traceId: hash.slice(0, 32), spanId: hash.slice(32, 48) };
}

/** Random ids, except for the one span whose ids are said beforehand. */
export interface GivenIds extends IdGenerator {
  use<Result>(ids: SpanIds, start: () => Result): Result;
}

export function givenIds(): GivenIds {
  const random = new RandomIdGenerator();
  let given: SpanIds | null = null;
  return {
    generateTraceId: () => given?.traceId ?? random.generateTraceId(),
    generateSpanId: () => given?.spanId ?? random.generateSpanId(),
    use(ids, start) {
      given = ids;
      try {
        return start();
      } finally {
        given = null;
      }
    },
  };
}

export function approvalTracer(tracer: Tracer, ids: GivenIds): ApprovalTracer {
  return {
    span(approvalId, span) {
      const parent = { ...idsOf(approvalId), traceFlags: TraceFlags.SAMPLED, isRemote: true };
      draw(tracer, approvalId, span, trace.setSpanContext(ROOT_CONTEXT, parent));
    },
    root(approvalId, span) {
      ids.use(idsOf(approvalId), () => draw(tracer, approvalId, span, ROOT_CONTEXT));
    },
  };
}

function draw(tracer: Tracer, approvalId: string, span: TracedSpan, context: Context): void {
  const { name, startAt, endAt, attributes, problem } = span;
  const options = { startTime: startAt, attributes: { 'approval.id': approvalId, ...attributes } };
  const drawn = tracer.startSpan(name, options, context);
  if (problem !== undefined) drawn.setStatus({ code: SpanStatusCode.ERROR, message: problem });
  // clocks of two machines differ: nothing ends before it began
  drawn.end(Math.max(startAt, endAt));
}

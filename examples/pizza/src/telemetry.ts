// OpenTelemetry traces: one for each approval, across all processes.

import { createHash } from 'node:crypto';
import type { Approval, Approvals } from '@k8s-pizza/slack-approval';
import type { Receiver } from '@k8s-pizza/slack-approval/host';
import type { Attributes, Context } from '@opentelemetry/api';
import type { IdGenerator } from '@opentelemetry/sdk-trace-base';

/** Something that happened to an approval. Times are epoch milliseconds. */
interface TracedSpan {
  readonly name: string;
  readonly startAt: number;
  readonly endAt: number;
  readonly attributes?: Attributes;
  /** What went wrong, in a few words without data. */
  readonly problem?: string;
}

/** Adds spans to the trace of an approval. */
export interface ApprovalTracer {
  span(approvalId: string, span: TracedSpan): void;
  /** The parent of all other spans. Only the process that stored the decision adds it. */
  root(approvalId: string, span: TracedSpan): void;
}

/** A tracer that sends its spans to an OpenTelemetry collector. */
export interface Tracing {
  readonly tracer: ApprovalTracer;
  /** Sends the remaining spans. */
  close(): Promise<void>;
}

/**
 * Loads OpenTelemetry and sends spans by OTLP over HTTP, as its own variables say: `OTEL_EXPORTER_OTLP_ENDPOINT`,
 * `OTEL_EXPORTER_OTLP_HEADERS`. Batches leave every five seconds; an instance that may stop after its response sends at
 * once.
 * Source: opentelemetry.io/docs/specs/otel/protocol/exporter.
 */
export async function startTracing(
  serviceName: string,
  sending: 'in batches' | 'at once' = 'in batches',
): Promise<Tracing> {
  const [api, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const ids = createIdGenerator(new sdk.RandomIdGenerator());
  const exporter = new OTLPTraceExporter();
  const provider = new sdk.BasicTracerProvider({
    idGenerator: ids,
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [
      sending === 'at once' ? new sdk.SimpleSpanProcessor(exporter) : new sdk.BatchSpanProcessor(exporter),
    ],
  });
  const tracer = provider.getTracer('slack-approval-pizza');
  const addSpan = (approvalId: string, span: TracedSpan, context: Context): void => {
    const { name, startAt, endAt, attributes, problem } = span;
    const options = { startTime: startAt, attributes: { 'approval.id': approvalId, ...attributes } };
    const added = tracer.startSpan(name, options, context);
    if (problem !== undefined) added.setStatus({ code: api.SpanStatusCode.ERROR, message: problem });
    // the clocks of two machines differ, and a span must not end before it starts
    added.end(Math.max(startAt, endAt));
  };
  return {
    tracer: {
      span(approvalId, span) {
        const parent = { ...idsOf(approvalId), traceFlags: api.TraceFlags.SAMPLED, isRemote: true };
        addSpan(approvalId, span, api.trace.setSpanContext(api.ROOT_CONTEXT, parent));
      },
      root(approvalId, span) {
        ids.use(idsOf(approvalId), () => addSpan(approvalId, span, api.ROOT_CONTEXT));
      },
    },
    close: () => provider.shutdown(),
  };
}

interface SpanIds {
  readonly traceId: string;
  readonly spanId: string;
}

/**
 * Computes the ids of an approval's trace and root span from its id. Every process adds to the same trace without
 * passing a trace context through Slack, the store and the function.
 */
function idsOf(approvalId: string): SpanIds {
  const hash = createHash('sha256').update(`trace of ${approvalId}`).digest('hex');
  return { traceId: hash.slice(0, 32), spanId: hash.slice(32, 48) };
}

/** Generates random ids, except while `use` runs: then the given ones. */
function createIdGenerator(random: IdGenerator) {
  let given: SpanIds | null = null;
  return {
    generateTraceId: () => given?.traceId ?? random.generateTraceId(),
    generateSpanId: () => given?.spanId ?? random.generateSpanId(),
    use(ids: SpanIds, start: () => void): void {
      given = ids;
      try {
        start();
      } finally {
        given = null;
      }
    },
  };
}

/**
 * A tracer that is loaded with its first span, so that a cold start does not wait for it. A failure to load is logged
 * once.
 */
export function lazyTracer(load: () => Promise<ApprovalTracer>, log: (line: string) => void): ApprovalTracer {
  let loading: Promise<ApprovalTracer | null> | null = null;
  const whenLoaded = (use: (tracer: ApprovalTracer) => void): void => {
    loading ??= load().catch((error: unknown) => {
      log(`traces: nothing is traced: ${error instanceof Error ? error.message : 'unknown'}`);
      return null;
    });
    // a span carries its own times, so it can be added later
    void loading.then((tracer) => {
      if (tracer !== null) use(tracer);
    });
  };
  return {
    span: (approvalId, span) => whenLoaded((tracer) => tracer.span(approvalId, span)),
    root: (approvalId, span) => whenLoaded((tracer) => tracer.root(approvalId, span)),
  };
}

const outcomes = ['approved', 'rejected', 'expired', 'withdrawn'] as const;

/** Traces what this process stores: the approval, its delivery, and each step of the order. */
export function traceApprovals(approvals: Pick<Approvals, 'on'>, tracer: ApprovalTracer, clock = Date.now): void {
  for (const outcome of outcomes) {
    approvals.on(outcome, ({ approval }) => {
      const endAt = approval.decision?.decidedAt ?? clock();
      const attributes = { 'approval.kind': approval.kind, 'approval.outcome': outcome };
      tracer.root(approval.id, { name: 'approval', startAt: approval.askedAt, endAt, attributes });
    });
  }
  approvals.on('delivered', ({ approval }) => {
    const attributes = { 'delivery.attempts': approval.delivery.attemptCount };
    tracer.span(approval.id, { name: 'delivery', ...sinceDecision(approval, clock), attributes });
  });
  approvals.on('deliveryDead', ({ approval }) => {
    tracer.span(approval.id, { name: 'delivery', ...sinceDecision(approval, clock), problem: 'never delivered' });
  });
  approvals.on('progressed', ({ approval, step, state }) => {
    const at = approval.progress.find((one) => one.step === step)?.at ?? clock();
    const failed = state === 'failed' ? { problem: 'this step failed' } : {};
    const attributes = { 'step.name': step, 'step.state': state };
    tracer.span(approval.id, { name: `step ${step}`, startAt: at, endAt: at, attributes, ...failed });
  });
}

function sinceDecision({ decision, askedAt }: Approval<unknown>, clock: () => number) {
  return { startAt: decision?.decidedAt ?? askedAt, endAt: clock() };
}

/** Adds each alert that asked to the trace of its approval. */
export function traceAlerts(receive: Receiver, tracer: ApprovalTracer, clock = Date.now): Receiver {
  const traced: Receiver = async (request) => {
    const startAt = clock();
    const answer = await receive(request);
    const { action, approvalId } = readAlertAnswer(answer.body);
    if (approvalId !== null)
      tracer.span(approvalId, { name: 'alert', startAt, endAt: clock(), attributes: { 'alert.action': action } });
    return answer;
  };
  // keeps `refuseHead`: a request refused before its body is read adds no span
  return Object.assign(traced, receive);
}

function readAlertAnswer(body: string): { readonly action: string; readonly approvalId: string | null } {
  const answer: unknown = body.startsWith('{') ? JSON.parse(body) : {};
  const field = (name: string): string | null => {
    const value =
      typeof answer === 'object' && answer !== null ? Object.entries(answer).find(([key]) => key === name)?.[1] : null;
    return typeof value === 'string' ? value : null;
  };
  return { action: field('action') ?? 'none', approvalId: field('approvalId') };
}

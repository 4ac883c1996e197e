// OpenTelemetry: traces and metrics of approvals, and the spans that only this example has.

import type { Approvals } from '@k8s-pizza/slack-approval';
import type { Receiver } from '@k8s-pizza/slack-approval/host';
import type { Attributes } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';

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
}

/** What this process sends to an OpenTelemetry collector. */
export interface Telemetry {
  readonly tracer: ApprovalTracer;
  /** Traces and counts approvals from now on. */
  readonly instrument: (approvals: Approvals) => void;
}

export interface TelemetryOptions {
  readonly serviceName: string;
  readonly traces: boolean;
  readonly metrics: boolean;
  /** Batches leave every five seconds; an instance that may stop after its response sends at once. @default in batches */
  readonly sending?: 'in batches' | 'at once';
}

/**
 * Loads OpenTelemetry and sends by OTLP over HTTP, as its own variables say: `OTEL_EXPORTER_OTLP_ENDPOINT`,
 * `OTEL_EXPORTER_OTLP_HEADERS`. Metrics leave once a minute.
 * Source: opentelemetry.io/docs/specs/otel/protocol/exporter.
 *
 * @returns also `close`, which sends what remains
 */
export async function startTelemetry(
  options: TelemetryOptions,
): Promise<Telemetry & { readonly close: () => Promise<void> }> {
  const [api, { AsyncLocalStorageContextManager }, { W3CTraceContextPropagator }, { resourceFromAttributes }, ours] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/context-async-hooks'),
      import('@opentelemetry/core'),
      import('@opentelemetry/resources'),
      import('@k8s-pizza/slack-approval-opentelemetry'),
    ]);
  const resource = resourceFromAttributes({ 'service.name': options.serviceName });
  const ids = ours.createApprovalIdGenerator();
  const [tracerProvider, meterProvider] = await Promise.all([
    createTracerProvider(resource, options, ids),
    options.metrics ? createMeterProvider(resource) : undefined,
  ]);
  // decisions carry the trace context to the order function
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  api.propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const tracer = tracerProvider.getTracer('slack-approval-pizza');
  return {
    instrument: (approvals) => {
      ours.instrumentApprovals(approvals, { tracerProvider, ids, ...(meterProvider && { meterProvider }) });
    },
    tracer: {
      span(approvalId, { name, startAt, endAt, attributes, problem }) {
        const spanOptions = { startTime: startAt, attributes: { 'approval.id': approvalId, ...attributes } };
        const added = tracer.startSpan(name, spanOptions, ours.approvalContext(approvalId, api.ROOT_CONTEXT));
        if (problem !== undefined) added.setStatus({ code: api.SpanStatusCode.ERROR, message: problem });
        // the clock may be set back meanwhile, and a span must not end before it starts
        added.end(Math.max(startAt, endAt));
      },
    },
    async close() {
      await Promise.all([tracerProvider.shutdown(), meterProvider?.shutdown()]);
    },
  };
}

async function createTracerProvider(
  resource: Resource,
  { traces, sending = 'in batches' }: TelemetryOptions,
  idGenerator: { generateTraceId(): string; generateSpanId(): string },
) {
  const [sdk, { OTLPTraceExporter }] = await Promise.all([
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ]);
  const processor = sending === 'at once' ? sdk.SimpleSpanProcessor : sdk.BatchSpanProcessor;
  const spanProcessors = traces ? [new processor(new OTLPTraceExporter())] : [];
  return new sdk.BasicTracerProvider({ idGenerator, resource, spanProcessors });
}

async function createMeterProvider(resource: Resource) {
  const [sdk, { OTLPMetricExporter }] = await Promise.all([
    import('@opentelemetry/sdk-metrics'),
    import('@opentelemetry/exporter-metrics-otlp-http'),
  ]);
  const readers = [new sdk.PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() })];
  return new sdk.MeterProvider({ resource, readers });
}

/**
 * Telemetry that is loaded when it is first used, so that a cold start does not wait for it. A failure to load is logged
 * once. What happens to instrumented approvals before it is loaded is not traced.
 */
export function lazyTelemetry(load: () => Promise<Telemetry>, log: (line: string) => void): Telemetry {
  let loading: Promise<Telemetry | null> | null = null;
  const whenLoaded = (use: (telemetry: Telemetry) => void): void => {
    loading ??= load().catch((error: unknown) => {
      log(`traces: nothing is traced: ${error instanceof Error ? error.message : 'unknown'}`);
      return null;
    });
    void loading.then((telemetry) => {
      if (telemetry !== null) use(telemetry);
    });
  };
  return {
    instrument: (approvals) => whenLoaded((telemetry) => telemetry.instrument(approvals)),
    // a span carries its own times, so it can be added later
    tracer: { span: (approvalId, span) => whenLoaded(({ tracer }) => tracer.span(approvalId, span)) },
  };
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

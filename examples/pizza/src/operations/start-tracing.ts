import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { type ApprovalTracer, approvalTracer, givenIds } from './approval-trace.js';

/** A tracer whose spans are sent to an OpenTelemetry collector. */
export interface Tracing {
  readonly tracer: ApprovalTracer;
  /** Sends what is left. */
  close(): Promise<void>;
}

/**
 * Sends spans by OTLP over HTTP, to where OpenTelemetry's own variables say: `OTEL_EXPORTER_OTLP_ENDPOINT`, `OTEL_EXPORTER_OTLP_HEADERS`.
 * What is sent in batches is sent every five seconds, which an instance that ends with its answer may not live to see.
 * Source: opentelemetry.io/docs/specs/otel/protocol/exporter.
 */
export function startTracing(serviceName: string, sending: 'in batches' | 'at once' = 'in batches'): Tracing {
  const ids = givenIds();
  const exporter = new OTLPTraceExporter();
  const provider = new BasicTracerProvider({
    idGenerator: ids,
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [sending === 'at once' ? new SimpleSpanProcessor(exporter) : new BatchSpanProcessor(exporter)],
  });
  return {
    tracer: approvalTracer(provider.getTracer('slack-approval-pizza'), ids),
    close: () => provider.shutdown(),
  };
}

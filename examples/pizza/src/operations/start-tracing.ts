import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { type ApprovalTracer, approvalTracer, givenIds } from './approval-trace.js';

/** A tracer whose spans are sent to an OpenTelemetry collector. */
export interface Tracing {
  readonly tracer: ApprovalTracer;
  /** Sends what is left. */
  close(): Promise<void>;
}

/**
 * Sends spans by OTLP over HTTP, to where OpenTelemetry's own variables say: `OTEL_EXPORTER_OTLP_ENDPOINT`, `OTEL_EXPORTER_OTLP_HEADERS`.
 * Source: opentelemetry.io/docs/specs/otel/protocol/exporter.
 */
export function startTracing(serviceName: string): Tracing {
  const ids = givenIds();
  const provider = new BasicTracerProvider({
    idGenerator: ids,
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  return {
    tracer: approvalTracer(provider.getTracer('slack-approval-pizza'), ids),
    close: () => provider.shutdown(),
  };
}

import { context, propagation } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  type Sampler,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { onTestFinished } from 'vitest';
import { createApprovalIdGenerator } from '../src/index.js';

/** The real SDK, with exporters in memory, as one process has it. */
export function aTelemetry(sampler?: Sampler) {
  const ids = createApprovalIdGenerator();
  const spanExporter = new InMemorySpanExporter();
  const tracerProvider = new BasicTracerProvider({
    idGenerator: ids,
    spanProcessors: [new SimpleSpanProcessor(spanExporter)],
    ...(sampler === undefined ? {} : { sampler }),
  });
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: metricExporter, exportIntervalMillis: 3_600_000 });
  const meterProvider = new MeterProvider({ readers: [reader] });
  onTestFinished(() => reader.shutdown());
  return {
    ids,
    tracerProvider,
    meterProvider,
    spans: () => spanExporter.getFinishedSpans(),
    collect: async () => {
      metricExporter.reset();
      await reader.forceFlush();
      return metricExporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
    },
  };
}

export type Telemetry = ReturnType<typeof aTelemetry>;

/** Registers what a Node SDK registers globally, apart from the providers. */
export function registerContext(): void {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  onTestFinished(() => {
    context.disable();
    propagation.disable();
  });
}

/** The newest value of each attribute set of a metric, as `name attribute=value … : value`. Histograms show count and sum. */
export async function valuesOf(telemetry: Telemetry, name: string): Promise<readonly string[]> {
  const metric = (await telemetry.collect()).find(({ descriptor }) => descriptor.name === name);
  return (metric?.dataPoints ?? []).map(({ attributes, value }) => {
    const words = Object.entries(attributes).map(([key, word]) => `${key.split('.').at(-1)}=${word}`);
    return `${words.join(' ')}: ${typeof value === 'number' ? value : `${value.count} of ${value.sum ?? 0}`}`;
  });
}

/** Epoch milliseconds. */
export function timesOf({ startTime, endTime }: ReadableSpan): readonly [number, number] {
  return [startTime[0] * 1_000 + startTime[1] / 1e6, endTime[0] * 1_000 + endTime[1] / 1e6];
}

export const namesOf = (spans: readonly ReadableSpan[]): readonly string[] => spans.map(({ name }) => name);

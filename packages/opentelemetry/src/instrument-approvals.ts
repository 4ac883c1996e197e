import type { Approvals } from '@k8s-pizza/slack-approval';
import { type KnownKeys, refuseUnknownKeys } from '@k8s-pizza/slack-approval/host';
import { type MeterProvider, metrics, type TracerProvider, trace } from '@opentelemetry/api';
import type { ApprovalIdGenerator } from './approval-id-generator.js';
import { gaugeStore } from './gauges.js';
import { countEvents, createOperationTimes } from './metrics.js';
import { operationInstrument } from './operations.js';
import { traceEvents } from './tracing.js';

/** The options of `instrumentApprovals`. None is required. */
export interface InstrumentApprovalsOptions {
  /** @default the global one, as it is when you call `instrumentApprovals` */
  readonly meterProvider?: MeterProvider;
  /** @default the global one */
  readonly tracerProvider?: TracerProvider;
  /**
   * The id generator of the tracer provider. With it, the span `approval …` is the root of its trace.
   *
   * @default none: that span has a parent that no process sends, and backends show the trace without a root
   */
  readonly ids?: ApprovalIdGenerator;
  /** Whether spans carry the Slack ids of those who asked and decided. @default false */
  readonly userIds?: boolean;
  /** The `clock` that you gave to `createApprovals`. @default Date.now */
  readonly clock?: () => number;
}

const knownOptions = {
  meterProvider: true,
  tracerProvider: true,
  ids: true,
  userIds: true,
  clock: true,
} satisfies KnownKeys<InstrumentApprovalsOptions>;

const scope = '@k8s-pizza/slack-approval-opentelemetry';

/**
 * Sends traces and metrics of approvals to OpenTelemetry.
 *
 * Call it once for each process, after you have started the SDK. Without an SDK it does nothing. An approval is one trace, from the
 * question until it is carried out, whatever processes work on it.
 *
 * @returns a function that undoes it
 * @throws {SlackApprovalError} invalid_options — an option is unknown
 *
 * @example
 * ```ts
 * import type { Approvals } from '@k8s-pizza/slack-approval';
 * import { instrumentApprovals } from '@k8s-pizza/slack-approval-opentelemetry';
 *
 * export const observe = (approvals: Approvals) => instrumentApprovals(approvals);
 * ```
 */
export function instrumentApprovals(approvals: Approvals, options: InstrumentApprovalsOptions = {}): () => void {
  refuseUnknownKeys('instrumentApprovals', options, knownOptions);
  const { meterProvider = metrics, tracerProvider = trace, ids = null, userIds = false, clock = Date.now } = options;
  const meter = meterProvider.getMeter(scope);
  const tracing = { tracer: tracerProvider.getTracer(scope), clock, ids, hasUserIds: userIds };
  const stops = [
    traceEvents(approvals, tracing),
    countEvents(approvals, meter),
    gaugeStore(approvals, meter),
    approvals.instrument(operationInstrument(createOperationTimes(meter), tracing)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

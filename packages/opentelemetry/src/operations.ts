import { hasSubscribers } from 'node:diagnostics_channel';
import type { Instrument, Operation } from '@k8s-pizza/slack-approval';
import { type Attributes, context, type Histogram, propagation, SpanStatusCode, trace } from '@opentelemetry/api';
import { approvalContext } from './approval-context.js';
import { attribute } from './attributes.js';
import type { OperationTimes } from './metrics.js';
import { linksToActive, type Tracing } from './tracing.js';

type Delivery = Extract<Operation, { readonly type: 'delivery' }>;

/** Measures every operation, and traces the attempts to deliver. */
export function operationInstrument(times: OperationTimes, tracing: Tracing): Instrument {
  return async (operation, run) => {
    switch (operation.type) {
      case 'store': {
        const { method } = operation;
        return await time(times.store, { [attribute.storeMethod]: method }, attribute.storeOutcome, run);
      }
      case 'slack': {
        const { method } = operation;
        return await time(times.slack, { [attribute.slackMethod]: method }, attribute.slackOutcome, run);
      }
      case 'delivery':
        return await traceAttempt(tracing, operation, async () =>
          time(times.delivery, { [attribute.kind]: operation.kind }, attribute.deliveryOutcome, run),
        );
      default:
        return await run();
    }
  };
}

async function time(
  histogram: Histogram,
  attributes: Attributes,
  outcomeName: string,
  run: () => Promise<string>,
): Promise<string> {
  const startedAt = performance.now();
  const outcome = await run();
  histogram.record((performance.now() - startedAt) / 1_000, { ...attributes, [outcomeName]: outcome });
  return outcome;
}

/** The sink runs within the span, and a webhook carries its context. */
async function traceAttempt(
  { tracer, clock }: Tracing,
  { approvalId, kind, attempt, headers }: Delivery,
  run: () => Promise<string>,
): Promise<void> {
  const links = linksToActive();
  // a decision may be delivered at the end of any request: the receiver must not get the baggage of that request
  const parent = approvalContext(approvalId, propagation.deleteBaggage(context.active()));
  const attributes = { [attribute.id]: approvalId, [attribute.kind]: kind, [attribute.attempt]: attempt };
  const span = tracer.startSpan(`deliver ${kind}`, { startTime: clock(), attributes, links }, parent);
  const within = trace.setSpan(parent, span);
  if (!isFetchInstrumented()) propagation.inject(within, headers);
  const outcome = await context.with(within, run);
  span.setAttribute(attribute.deliveryOutcome, outcome);
  if (outcome !== 'delivered') {
    span.setAttribute(attribute.errorType, outcome);
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end(clock());
}

/**
 * Whether something such as `@opentelemetry/instrumentation-undici` listens to `fetch`.
 *
 * It then adds the headers of its span, which is beneath ours, beside those that are there. A receiver that gets `traceparent` twice
 * reads none.
 */
function isFetchInstrumented(): boolean {
  return hasSubscribers('undici:request:create');
}

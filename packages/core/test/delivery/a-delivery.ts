import { renderBody } from '../../src/delivery/render-body.js';
import type { DeliveryOutcome } from '../../src/domain/model/commands.js';
import type { DecisionSink, Delivery } from '../../src/ports/decision-sink.js';
import { aDecision } from './a-decision.js';

/** A first attempt, as the runtime makes it. */
export function aDelivery(sink: DecisionSink, signal = new AbortController().signal): Delivery {
  const decision = aDecision();
  const context = { deliveryId: 'aqwertyuiopasdfghjklzxcvbn.2', attempt: 1, signal };
  return { decision, body: renderBody(sink, decision), context, headers: {} };
}

export function deliverTo(sink: DecisionSink): Promise<DeliveryOutcome> {
  return sink.deliver(aDelivery(sink));
}

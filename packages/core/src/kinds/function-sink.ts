import type { DecisionSink, SinkFunction } from '../ports/decision-sink.js';

/** A function of this process as a sink: returning is delivered; what it throws is left to the attempt to classify. */
export function functionSink(carryOut: SinkFunction<unknown>): DecisionSink {
  return {
    async deliver({ decision, context }) {
      await carryOut(decision, context);
      return { type: 'delivered' };
    },
  };
}

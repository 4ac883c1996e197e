import type { Approvals } from '@k8s-pizza/slack-approval';
import type { Attributes, Histogram, Meter } from '@opentelemetry/api';
import { attribute, outcomes } from './attributes.js';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Seconds, from an immediate click to an answer after a week. */
const decisionBuckets = [
  15,
  minute,
  5 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
  8 * hour,
  day,
].concat([3 * day, 7 * day]);
const callBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const storeBuckets = [0.001, 0.0025, ...callBuckets];
/** A webhook is given 15 s, a function up to 45 s, and a guard 10 minutes or longer. */
const deliveryBuckets = [...callBuckets, 15, 45, 2 * minute, 10 * minute, hour];

/** How long operations took. */
export interface OperationTimes {
  readonly slack: Histogram;
  readonly store: Histogram;
  readonly delivery: Histogram;
}

/** Creates the histograms of operations. */
export function createOperationTimes(meter: Meter): OperationTimes {
  return {
    slack: histogram(meter, 'approval.slack.call.duration', 'Calls to Slack', callBuckets),
    store: histogram(meter, 'approval.store.operation.duration', 'Operations of the store', storeBuckets),
    delivery: histogram(meter, 'approval.delivery.duration', 'Attempts to deliver a decision', deliveryBuckets),
  };
}

function histogram(meter: Meter, name: string, description: string, explicitBucketBoundaries: number[]): Histogram {
  return meter.createHistogram(name, { description, unit: 's', advice: { explicitBucketBoundaries } });
}

/** Counts what this process stores. @returns a function that stops it */
export function countEvents(approvals: Pick<Approvals, 'on'>, meter: Meter): () => void {
  const counter = (name: string, description: string, unit = '{approval}') =>
    meter.createCounter(`approval.${name}`, { description, unit });
  const asked = counter('asked', 'Approvals that were asked for');
  const decided = counter('decided', 'Approvals that were decided');
  const duration = histogram(meter, 'approval.decision.duration', 'From the question to its decision', decisionBuckets);
  const neverShown = counter('never_shown', 'Approvals that ended before a card was posted');
  const dead = counter('delivery.dead', 'Decisions that are not delivered and not retried');
  const failedSteps = counter('step.failed', 'Steps that were reported as failed', '{step}');
  const stuck = counter('stuck', 'Approvals that were set aside');
  const of = (kind: string): Attributes => ({ [attribute.kind]: kind });
  const stops = [
    approvals.on('asked', ({ approval: { kind } }) => asked.add(1, of(kind))),
    ...outcomes.map((outcome) =>
      approvals.on(outcome, ({ approval: { kind, askedAt, decision } }) => {
        const attributes = { ...of(kind), [attribute.outcome]: outcome };
        decided.add(1, attributes);
        if (decision !== null) duration.record(Math.max(0, decision.decidedAt - askedAt) / 1_000, attributes);
      }),
    ),
    approvals.on('neverShown', ({ approval: { kind, status } }) =>
      neverShown.add(1, { ...of(kind), [attribute.outcome]: status }),
    ),
    approvals.on('deliveryDead', ({ approval: { kind } }) => dead.add(1, of(kind))),
    approvals.on('progressed', ({ approval: { kind }, state }) => {
      if (state === 'failed') failedSteps.add(1, of(kind));
    }),
    approvals.on('stuck', ({ approval: { kind } }) => stuck.add(1, of(kind))),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

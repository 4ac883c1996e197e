import type { Approval, Approvals } from '@k8s-pizza/slack-approval';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Route } from '../app/route.js';
import { inTime } from '../in-time.js';

const outcomes = ['approved', 'rejected', 'expired', 'withdrawn'] as const;
/** From a click at once to somebody who comes back the next day, in seconds. */
const answerBuckets = [5, 15, 60, 300, 900, 1_800, 3_600, 14_400, 86_400];
const deliveryBuckets = [0.1, 0.5, 1, 5, 30, 300, 1_800, 14_400, 86_400];
/** Nobody needs to know by how much more. */
const mostCounted = 100;
const usuallyWithinMs = 2_000;

/** Counts what happened in this process, for Prometheus at `GET /metrics`. No label holds what somebody wrote. */
export function metricsRoute(approvals: Pick<Approvals, 'on' | 'list'>, storeAnswersWithinMs = usuallyWithinMs): Route {
  const register = new Registry();
  collectDefaultMetrics({ register });
  countEvents(approvals, register);
  timeDecisions(approvals, register);
  gaugeAttention(approvals, register, storeAnswersWithinMs);
  return {
    method: 'GET',
    path: '/metrics',
    answer: async () => ({
      status: 200,
      headers: { 'content-type': register.contentType },
      body: await register.metrics(),
    }),
  };
}

function countEvents(approvals: Pick<Approvals, 'on'>, register: Registry): void {
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: `slack_approval_${name}_total`, help, labelNames, registers: [register] });
  const asked = counter('asked', 'Approvals that were asked for', ['kind']);
  const decided = counter('decided', 'Approvals that were decided', ['kind', 'outcome']);
  const votes = counter('votes', 'Votes that were counted', ['kind', 'answer']);
  const refused = counter('refused', 'Clicks and commands that did nothing', ['code']);
  const deliveries = counter('deliveries', 'Decisions that were delivered, or never will be', ['kind', 'state']);
  const progress = counter('progress', 'Steps of orders that were reported', ['kind', 'state']);
  const cards = counter('cards_failed', 'Times that Slack did not show a card', ['kind']);
  const neverShown = counter('never_shown', 'Approvals that ended before a card was posted', ['kind', 'outcome']);
  const stuck = counter('stuck', 'Approvals that were set aside', ['kind']);

  approvals.on('asked', ({ approval: { kind } }) => asked.inc({ kind }));
  for (const outcome of outcomes) approvals.on(outcome, ({ approval: { kind } }) => decided.inc({ kind, outcome }));
  approvals.on('voted', ({ approval: { kind }, answer }) => votes.inc({ kind, answer }));
  approvals.on('refused', ({ refusal: { code } }) => refused.inc({ code }));
  approvals.on('delivered', ({ approval: { kind } }) => deliveries.inc({ kind, state: 'delivered' }));
  approvals.on('deliveryDead', ({ approval: { kind } }) => deliveries.inc({ kind, state: 'dead' }));
  approvals.on('progressed', ({ approval: { kind }, state }) => progress.inc({ kind, state }));
  approvals.on('cardFailed', ({ approval: { kind } }) => cards.inc({ kind }));
  approvals.on('neverShown', ({ approval: { kind, status } }) => neverShown.inc({ kind, outcome: status }));
  approvals.on('stuck', ({ approval: { kind } }) => stuck.inc({ kind }));
}

function timeDecisions(approvals: Pick<Approvals, 'on'>, register: Registry): void {
  const answered = new Histogram({
    name: 'slack_approval_answer_seconds',
    help: 'From the question to its decision',
    labelNames: ['kind', 'outcome'],
    buckets: answerBuckets,
    registers: [register],
  });
  const delivered = new Histogram({
    name: 'slack_approval_delivery_seconds',
    help: 'From the decision to its delivery',
    labelNames: ['kind'],
    buckets: deliveryBuckets,
    registers: [register],
  });
  for (const outcome of outcomes) {
    approvals.on(outcome, ({ approval }) => {
      if (approval.decision === null) return;
      answered.observe({ kind: approval.kind, outcome }, (approval.decision.decidedAt - approval.askedAt) / 1_000);
    });
  }
  approvals.on('delivered', ({ approval }) => {
    const seconds = secondsSinceDecision(approval);
    if (seconds !== null) delivered.observe({ kind: approval.kind }, seconds);
  });
}

function secondsSinceDecision({ decision }: Approval<unknown>): number | null {
  return decision === null ? null : Math.max(0, Date.now() - decision.decidedAt) / 1_000;
}

/** Read from the store, so all replicas say the same: the one number to set an alarm on. */
function gaugeAttention(approvals: Pick<Approvals, 'list'>, register: Registry, storeAnswersWithinMs: number): void {
  new Gauge({
    name: 'slack_approval_attention',
    help: `Approvals that need somebody: dead deliveries, cards that Slack does not show or did not in time, set aside records (up to ${mostCounted})`,
    registers: [register],
    async collect() {
      // a store that is away is no reason to have no metrics at all: this one is not there then, and /readyz says why
      const asked = approvals.list({ attention: true, limit: mostCounted }).catch(() => null);
      const answer = await inTime(asked, storeAnswersWithinMs);
      if (answer === null) this.remove();
      else this.set(answer.approvals.length);
    },
  });
}

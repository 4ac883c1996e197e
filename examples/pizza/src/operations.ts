// What operators need: the log, health probes and metrics for Prometheus. OpenTelemetry is in telemetry.ts.

import type { Approval, Approvals } from '@k8s-pizza/slack-approval';
import type { RawResponse } from '@k8s-pizza/slack-approval/host';
import { type Logger, pino } from 'pino';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { json, type Route, resultWithin } from './http-server.js';
import { type Telemetry, traceAlerts } from './telemetry.js';

export interface Operations {
  /** Null: nothing is sent to a collector. */
  readonly telemetry: Telemetry | null;
  /**
   * Whether this process is about to end: its readiness probe then fails, so that new requests go to another replica.
   */
  readonly isEnding: () => boolean;
}

/**
 * Adds what operators need: traces, health probes and metrics. Returns all routes, including the traced one for alerts.
 */
export function operationsRoutes(
  approvals: Approvals,
  alerts: Route,
  { telemetry, isEnding }: Operations,
): readonly Route[] {
  telemetry?.instrument(approvals);
  return [
    telemetry === null ? alerts : { ...alerts, answer: traceAlerts(alerts.answer, telemetry.tracer) },
    ...healthRoutes({ approvals, isEnding }),
    metricsRoute(approvals),
  ];
}

/** Logs JSON lines to standard output. No line contains a token, a secret or a body, so nothing is redacted. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
}

const defaultStoreTimeoutMs = 2_000;

interface HealthOptions {
  readonly approvals: Pick<Approvals, 'health'>;
  readonly isEnding: () => boolean;
  /** @default 2000 */
  readonly storeTimeoutMs?: number;
}

/**
 * `/healthz`: this process answers. `/readyz`: it can take a click, since the store takes writes and Slack accepted the
 * token once.
 *
 * A token that is revoked later does not fail the probe: clicks are still answered, and a restart would not help.
 */
export function healthRoutes(options: HealthOptions): readonly Route[] {
  const { approvals, isEnding, storeTimeoutMs = defaultStoreTimeoutMs } = options;
  let slackAccepted = false;
  const answerReady = async (): Promise<RawResponse> => {
    if (isEnding()) return notReady(['This process is ending.']);
    const health = await resultWithin(approvals.health(), storeTimeoutMs);
    if (health === null) return notReady(['The store does not answer.']);
    const { ok, problems } = health;
    slackAccepted ||= ok && problems.length === 0;
    return ok && slackAccepted ? json(200, { status: 'ok', problems }) : notReady(problems);
  };
  return [
    { method: 'GET', path: '/healthz', answer: async () => json(200, { status: 'ok' }) },
    { method: 'GET', path: '/readyz', answer: answerReady },
  ];
}

function notReady(problems: readonly string[]): RawResponse {
  return json(503, { status: 'not ready', problems });
}

const outcomes = ['approved', 'rejected', 'expired', 'withdrawn'] as const;
/** Seconds, from an immediate click to an answer on the next day. */
const answerBuckets = [5, 15, 60, 300, 900, 1_800, 3_600, 14_400, 86_400];
const deliveryBuckets = [0.1, 0.5, 1, 5, 30, 300, 1_800, 14_400, 86_400];
/** An alarm needs no exact count beyond this. */
const maxCounted = 100;

/** Serves Prometheus metrics of this process at `GET /metrics`. No label contains text that a person wrote. */
export function metricsRoute(approvals: Pick<Approvals, 'on' | 'list'>, storeTimeoutMs = defaultStoreTimeoutMs): Route {
  const register = new Registry();
  collectDefaultMetrics({ register });
  countEvents(approvals, register);
  timeDecisions(approvals, register);
  gaugeAttention(approvals, register, storeTimeoutMs);
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
  approvals.on('voteRefused', ({ code }) => refused.inc({ code }));
  approvals.on('requestRefused', ({ code }) => refused.inc({ code }));
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

/** Read from the store, so that every replica reports the same number. Set an alarm on it. */
function gaugeAttention(approvals: Pick<Approvals, 'list'>, register: Registry, storeTimeoutMs: number): void {
  new Gauge({
    name: 'slack_approval_attention',
    help: `Approvals that need a person: dead deliveries, cards that Slack does not show or showed too late, stuck records (up to ${maxCounted})`,
    registers: [register],
    async collect() {
      // if the store is down, only this metric is missing, and /readyz says why
      const listing = approvals.list({ attention: true, limit: maxCounted }).catch(() => null);
      const page = await resultWithin(listing, storeTimeoutMs);
      if (page === null) this.remove();
      else this.set(page.approvals.length);
    },
  });
}

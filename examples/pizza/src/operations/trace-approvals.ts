import type { Approval, Approvals } from '@k8s-pizza/slack-approval';
import type { ApprovalTracer } from './approval-trace.js';

const outcomes = ['approved', 'rejected', 'expired', 'withdrawn'] as const;

/** Draws what this process stored: the question, its answer, the delivery, and every step of the order. */
export function traceApprovals(approvals: Pick<Approvals, 'on'>, tracer: ApprovalTracer, clock = Date.now): void {
  for (const outcome of outcomes) {
    approvals.on(outcome, ({ approval }) => {
      const endAt = approval.decision?.decidedAt ?? clock();
      const attributes = { 'approval.kind': approval.kind, 'approval.outcome': outcome };
      tracer.root(approval.id, { name: 'approval', startAt: approval.askedAt, endAt, attributes });
    });
  }
  approvals.on('delivered', ({ approval }) => {
    const attributes = { 'delivery.attempts': approval.delivery.attemptCount };
    tracer.span(approval.id, { name: 'delivery', ...sinceDecision(approval, clock), attributes });
  });
  approvals.on('deliveryDead', ({ approval }) => {
    tracer.span(approval.id, { name: 'delivery', ...sinceDecision(approval, clock), problem: 'never delivered' });
  });
  approvals.on('progressed', ({ approval, step, state }) => {
    const at = approval.progress.find((one) => one.step === step)?.at ?? clock();
    const failed = state === 'failed' ? { problem: 'this step failed' } : {};
    const attributes = { 'step.name': step, 'step.state': state };
    tracer.span(approval.id, { name: `step ${step}`, startAt: at, endAt: at, attributes, ...failed });
  });
}

function sinceDecision({ decision, askedAt }: Approval<unknown>, clock: () => number) {
  return { startAt: decision?.decidedAt ?? askedAt, endAt: clock() };
}

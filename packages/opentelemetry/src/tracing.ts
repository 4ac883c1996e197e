import type { Approval, Approvals } from '@k8s-pizza/slack-approval';
import { type Attributes, context, type Link, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { approvalContext } from './approval-context.js';
import type { ApprovalIdGenerator } from './approval-id-generator.js';
import { attribute, outcomes } from './attributes.js';

type AnyApproval = Approval<unknown>;

/** What spans of approvals are made with. */
export interface Tracing {
  readonly tracer: Tracer;
  readonly clock: () => number;
  /** null: the root span is no root, but a child of a span that nobody sends. */
  readonly ids: ApprovalIdGenerator | null;
  readonly hasUserIds: boolean;
}

/** Something that took time. Instants are epoch milliseconds. */
interface Past {
  readonly name: string;
  readonly startAt: number;
  readonly endAt: number;
  readonly attributes?: Attributes;
  readonly links?: Link[];
  /** Why it failed, in one word. */
  readonly errorType?: string | undefined;
}

/** Traces what this process stores: questions, decisions, steps, and how it all ends. @returns a function that stops it */
export function traceEvents(approvals: Pick<Approvals, 'on'>, tracing: Tracing): () => void {
  const stops = [
    approvals.on('asked', ({ approval }) => traceAsked(tracing, approval)),
    ...outcomes.map((outcome) => approvals.on(outcome, ({ approval }) => traceDecision(tracing, approval))),
    approvals.on('delivered', ({ approval }) => {
      if (approval.progress.length === 0) traceEnd(tracing, approval, tracing.clock());
    }),
    approvals.on('deliveryDead', ({ approval }) => traceEnd(tracing, approval, tracing.clock(), 'delivery_dead')),
    approvals.on('progressed', ({ approval, step }) => traceStep(tracing, approval, step)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** The span that is active where the program asks, and the approval's trace, link to each other. */
function traceAsked(tracing: Tracing, approval: AnyApproval): void {
  const { id, requester, askedAt } = approval;
  const { hasUserIds, clock } = tracing;
  const asker = hasUserIds && typeof requester !== 'string' ? { [attribute.requestedBy]: requester.userId } : {};
  addSpan(tracing, approval, {
    ...{ name: 'ask', startAt: askedAt, endAt: clock(), attributes: asker, links: linksToActive() },
  });
  const ofApproval = trace.getSpanContext(approvalContext(id));
  // as: an older API has no `addLink`
  const active = trace.getActiveSpan() as Partial<NonNullable<ReturnType<typeof trace.getActiveSpan>>> | undefined;
  if (ofApproval !== undefined) active?.addLink?.({ context: ofApproval, attributes: { [attribute.id]: id } });
}

/** Links to the span that is active now. */
export function linksToActive(): Link[] {
  const active = trace.getSpanContext(context.active());
  return active === undefined ? [] : [{ context: active }];
}

/** The root of the trace: from the question to its decision. Only the process that stored the decision adds it. */
function traceDecision(tracing: Tracing, approval: AnyApproval): void {
  const { id, kind, askedAt, decision, status } = approval;
  if (decision === null) return;
  const deciders = decision.decidedBy.map(({ userId }) => userId);
  const options = {
    startTime: askedAt,
    root: tracing.ids !== null,
    attributes: {
      ...commonAttributes(approval),
      [attribute.outcome]: status,
      [attribute.shown]: decision.shown,
      ...(tracing.hasUserIds ? { [attribute.decidedBy]: deciders } : {}),
    },
  };
  const start = () => tracing.tracer.startSpan(`approval ${kind}`, options, approvalContext(id));
  const span = tracing.ids === null ? start() : tracing.ids.within(id, start);
  span.end(Math.max(askedAt, decision.decidedAt));
}

/** A step that is over, from the last report before it: how long a step was active is not in the record. */
function traceStep(tracing: Tracing, approval: AnyApproval, name: string): void {
  const step = approval.progress.find((one) => one.step === name);
  const endAt = step?.at ?? null;
  if (step === undefined || endAt === null || (step.state !== 'done' && step.state !== 'failed')) return;
  const errorType = step.state === 'failed' ? 'step_failed' : undefined;
  const earlier = approval.progress.flatMap(({ step: other, at }) =>
    other === name || at === null || at > endAt ? [] : [at],
  );
  addSpan(tracing, approval, {
    ...{ name: 'step', startAt: Math.max(decidedAt(approval), ...earlier), endAt, errorType },
    attributes: { [attribute.step]: name },
  });
  if (errorType !== undefined) traceEnd(tracing, approval, endAt, errorType);
  else if (approval.progress.every(({ state }) => state === 'done')) traceEnd(tracing, approval, endAt);
}

/** From the decision until it is carried out, or until that failed. */
function traceEnd(tracing: Tracing, approval: AnyApproval, endAt: number, errorType?: string): void {
  if (approval.status !== 'approved') return;
  addSpan(tracing, approval, { name: 'carry out', startAt: decidedAt(approval), endAt, errorType });
}

function decidedAt({ decision, askedAt }: AnyApproval): number {
  return decision?.decidedAt ?? askedAt;
}

function addSpan({ tracer }: Tracing, approval: AnyApproval, past: Past): void {
  const { name, startAt, endAt, attributes = {}, links = [], errorType } = past;
  const failure = errorType === undefined ? {} : { [attribute.errorType]: errorType };
  const span = tracer.startSpan(
    `${name} ${approval.kind}`,
    { startTime: startAt, links, attributes: { ...commonAttributes(approval), ...attributes, ...failure } },
    approvalContext(approval.id),
  );
  if (errorType !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: errorType });
  // the clocks of two machines differ, and a span must not end before it starts
  span.end(Math.max(startAt, endAt));
}

function commonAttributes({ id, kind }: Pick<AnyApproval, 'id' | 'kind'>): Attributes {
  return { [attribute.id]: id, [attribute.kind]: kind };
}

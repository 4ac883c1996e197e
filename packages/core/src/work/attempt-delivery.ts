import type { DeliveryOutcome, DeliveryResult } from '../domain/model/commands.js';
import { accept } from '../domain/model/refusal.js';
import { isSlackApprovalError } from '../errors.js';
import type { Decision, DecisionSink, Delivery } from '../ports/decision-sink.js';
import { applyChange } from '../record/apply-change.js';
import type { ApprovalRecord } from '../record/record.js';
import { deadline } from '../runtime/deadline.js';
import type { KindDefinition, Runtime } from '../runtime/runtime.js';
import { commit } from '../storage/commit.js';
import { decisionOf } from '../views/to-decision.js';
import { type Attempt, type AttemptOutcome, nothingToStore } from './attempt.js';
import { readSinkOutcome, withResultKept } from './sink-outcome.js';

/** Makes one attempt to deliver the decision to the sink of its kind, under the approval's id. */
export async function attemptDelivery(attempt: Attempt): Promise<AttemptOutcome> {
  const kind = attempt.app.kinds.get(attempt.record.approval.kind);
  const sink = kind?.sink ?? null;
  const record = await withStoredBody(attempt);
  const decision = record === null ? null : decisionOf(record);
  if (kind === undefined || sink === null || record === null || decision === null) return nothingToStore;
  const { deliveryBody } = record.parts;
  const outcome: DeliveryOutcome =
    deliveryBody === null
      ? { type: 'retry', afterMs: null, reason: 'the delivery body could not be rendered' }
      : await deliver(
          { ...attempt, record },
          { sink, attemptTimeoutMs: timeoutOf(kind, attempt.lasts) },
          decision,
          deliveryBody,
        );
  const jitter = Math.random();
  const { result: kept, parts, lost } = withResultKept(record, outcome);
  const result: DeliveryResult = kind.isGuard && kept.type !== 'delivered' ? { ...kept, isGuard: true } : kept;
  if (lost !== null)
    attempt.app.log.info('result_not_kept', 'what a sink returned is not kept; the decision is delivered', {
      approvalId: record.approval.id,
      error: lost,
    });
  return Object.assign((now: number) => [{ type: 'record_delivery', now, jitter, result } as const], { parts });
}

/** Where the process ends soon after the response, nothing renews its lease: an attempt has to end well before that lease. */
const maxShortMs = 45_000;

function timeoutOf({ attemptTimeoutMs }: KindDefinition, lasts: boolean): number {
  return lasts ? attemptTimeoutMs : Math.min(attemptTimeoutMs, maxShortMs);
}

/** The body was rendered in the put that decided. If that process could not, this one does, with one more put. */
async function withStoredBody({ app, record, token }: Attempt): Promise<ApprovalRecord | null> {
  if (record.parts.deliveryBody !== null) return record;
  const committed = await commit(app, record.approval.id, {
    apply: applyChange,
    decide: () => accept([]),
    lease: { type: 'hold', token, isDone: () => false },
    always: true,
  });
  return committed.type === 'done' ? committed.loaded.record : null;
}

interface SinkCall {
  readonly sink: DecisionSink;
  readonly attemptTimeoutMs: number;
}

async function deliver(
  { app, record: { approval } }: Attempt,
  call: SinkCall,
  decision: Decision<unknown>,
  body: string,
): Promise<DeliveryOutcome> {
  const { id: approvalId, kind, work } = approval;
  const attempt = (work.delivery?.attemptCount ?? 0) + 1;
  const headers: Record<string, string> = {};
  return await app.instruments.observe({ type: 'delivery', approvalId, kind, attempt, headers }, async () => {
    const timeout = new AbortController();
    const context = { deliveryId: approvalId, attempt, signal: timeout.signal };
    return await callSink(app, call, { decision, body, context, headers: { ...headers } }, timeout);
  });
}

async function callSink(
  { log }: Runtime,
  { sink, attemptTimeoutMs }: SinkCall,
  delivery: Delivery,
  timeout: AbortController,
): Promise<DeliveryOutcome> {
  const { deliveryId: approvalId, attempt } = delivery.context;
  const logFailure = (fields: { readonly reason: string } | { readonly error: unknown }): void =>
    log.warn('delivery_failed', 'an attempt to deliver a decision failed', { approvalId, attempt, ...fields });
  try {
    const outcome = await deadline(Promise.resolve(sink.deliver(delivery)), attemptTimeoutMs, (): DeliveryOutcome => {
      timeout.abort();
      return { type: 'retry', afterMs: null, reason: 'no answer in time' };
    });
    const read = readSinkOutcome(outcome);
    if (read.type !== 'delivered') logFailure({ reason: read.reason });
    return read;
  } catch (error) {
    // the card only says that the delivery failed; the error itself goes to the log
    logFailure({ error });
    if (isSlackApprovalError(error) && error.code === 'delivery_rejected')
      return { type: 'rejected', reason: 'the sink rejected it' };
    return { type: 'retry', afterMs: null, reason: 'the sink failed' };
  }
}

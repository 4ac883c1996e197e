import type { DeliveryResult } from '../domain/model/commands.js';
import { accepted } from '../domain/model/refusal.js';
import { isError, isSlackApprovalError } from '../errors.js';
import type { Decision } from '../ports/decision-sink.js';
import type { ApprovalRecord } from '../record/record.js';
import type { KindDefinition, Runtime } from '../runtime/runtime.js';
import { change } from '../storage/change.js';
import { decisionOf } from '../views/to-decision.js';
import { type AttemptContext, type AttemptOutcome, nothingToStore } from './attempt-context.js';
import { readSinkOutcome } from './sink-outcome.js';

/** Hands the decision to its kind's sink, once, under the approval's id. */
export async function attemptDelivery(context: AttemptContext): Promise<AttemptOutcome> {
  const kind = context.runtime.kinds.get(context.record.approval.kind);
  const record = await rendered(context);
  const decision = record === null ? null : decisionOf(record);
  if (kind === undefined || record === null || decision === null) return nothingToStore;
  const { deliveryBody } = record.parts;
  const result: DeliveryResult =
    deliveryBody === null
      ? { type: 'retry', afterMs: null, reason: 'the delivery body could not be rendered' }
      : await deliver(context.runtime, kind, record, decision, deliveryBody);
  const jitter = Math.random();
  return (now) => [{ type: 'record_delivery', now, jitter, result }];
}

/** The record with its delivery body stored: rendered by the put that decided, or, where that process could not, by one more put. */
async function rendered({ runtime, record, token }: AttemptContext): Promise<ApprovalRecord | null> {
  if (record.parts.deliveryBody !== null) return record;
  const changed = await change(runtime, record.approval.id, {
    decide: () => accepted([]),
    lease: { type: 'hold', token, isDone: () => false },
    always: true,
  });
  return changed.type === 'done' ? changed.loaded.record : null;
}

async function deliver(
  runtime: Runtime,
  { sink, attemptLastsMs }: KindDefinition,
  record: ApprovalRecord,
  decision: Decision<unknown>,
  body: string,
): Promise<DeliveryResult> {
  const { approval } = record;
  const attempt = (approval.work.delivery?.attemptCount ?? 0) + 1;
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<DeliveryResult>((resolve) => {
    timer = setTimeout(() => {
      ending.abort();
      resolve({ type: 'retry', afterMs: null, reason: 'no answer in time' });
    }, attemptLastsMs);
  });
  try {
    const delivering = sink.deliver({
      decision,
      body,
      context: { deliveryId: approval.id, attempt, signal: ending.signal },
    });
    return readSinkOutcome(await Promise.race([delivering, timeUp]));
  } catch (error) {
    // the card says that it failed, and never how: that is for whoever wrote the sink
    runtime.logger.warn('slack-approval: a sink failed', {
      approvalId: approval.id,
      attempt,
      error: isError(error) ? error.message : 'not an Error',
    });
    if (isSlackApprovalError(error) && error.code === 'delivery_rejected')
      return { type: 'rejected', reason: 'the sink rejected it' };
    return { type: 'retry', afterMs: null, reason: 'the sink failed' };
  } finally {
    clearTimeout(timer);
  }
}

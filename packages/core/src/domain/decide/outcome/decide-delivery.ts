import type { Approval, DeliveryWork } from '../../model/approval.js';
import type { CommandOf } from '../../model/commands.js';
import type { ApprovalEvent } from '../../model/events.js';
import { deliveryDelayMs } from '../../time/backoff.js';

type RecordDelivery = CommandOf<'record_delivery'>;

/** Records an attempt to deliver: delivered, to be retried before the deadline, or dead. */
export function decideDelivery(command: RecordDelivery, approval: Approval): readonly ApprovalEvent[] {
  if (approval.status === 'pending' || approval.work.delivery === null || approval.delivery.state === 'delivered')
    return [];
  const { result, now: at } = command;
  const attempt = approval.work.delivery.attemptCount + 1;
  if (result.type === 'delivered') {
    const { resultRef } = result;
    return [{ type: 'delivered', at, attempt, ...(resultRef === undefined ? {} : { resultRef }) }];
  }
  if (approval.delivery.state === 'dead') return [];
  if (result.type === 'rejected') return [{ type: 'delivery_dead', at, reason: result.reason, attempt }];

  const { deliverBy } = approval.delivery;
  const work = workAfterFailure(approval.work.delivery, command, result, deliverBy);
  if (work === null || work.nextAt > deliverBy) return [{ type: 'delivery_dead', at, reason: result.reason, attempt }];
  return [{ type: 'delivery_deferred', at, work }];
}

function workAfterFailure(
  before: DeliveryWork,
  command: RecordDelivery,
  failure: Extract<RecordDelivery['result'], { type: 'retry' }>,
  deliverBy: number,
): DeliveryWork | null {
  const roundAttempts = before.roundAttempts + 1;
  const shortened = before.shortened || failure.shortens === true;
  const delay = deliveryDelayMs(roundAttempts, shortened, command.jitter);
  if (delay === null) return null;
  // a receiver that asks for more time than is left gets one more attempt at the deadline
  const wanted = Math.min(command.now + (failure.afterMs ?? 0), deliverBy);
  const nextAt = Math.max(command.now + delay, wanted);
  return { attemptCount: before.attemptCount + 1, roundAttempts, shortened, nextAt, lastReason: failure.reason };
}

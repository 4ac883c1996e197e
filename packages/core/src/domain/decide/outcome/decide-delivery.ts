import type { Approval, DeliveryWork } from '../../model/approval.js';
import type { CommandOf } from '../../model/commands.js';
import type { ApprovalEvent } from '../../model/events.js';
import { deliveryDelayMs } from '../../time/backoff.js';
import { tellTrouble } from './tell-trouble.js';

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
  const dead = [
    { type: 'delivery_dead', at, reason: result.reason, attempt } as const,
    ...tellTrouble(approval, { type: 'delivery_dead' }, at),
  ];
  if (result.type === 'rejected') return dead;

  // a guarded function may have run for hours
  const isFirstOfGuard = result.isGuard === true && approval.work.delivery.roundAttempts === 0;
  const deliverBy = isFirstOfGuard ? at + approval.policy.deliverWithinMs : approval.delivery.deliverBy;
  const work = workAfterFailure(approval.work.delivery, command, result, deliverBy);
  if (work === null || work.nextAt > deliverBy) return dead;
  return [{ type: 'delivery_deferred', at, work, ...(isFirstOfGuard ? { deliverBy } : {}) }];
}

function workAfterFailure(
  before: DeliveryWork,
  command: RecordDelivery,
  failure: Extract<RecordDelivery['result'], { type: 'retry' }>,
  deliverBy: number,
): DeliveryWork | null {
  const roundAttempts = before.roundAttempts + 1;
  const shortened = before.shortened || failure.shortens === true;
  const schedule = failure.isGuard === true ? 'guard' : shortened ? 'shortened' : 'whole';
  const delay = deliveryDelayMs(roundAttempts, schedule, command.jitter);
  if (delay === null) return null;
  // a receiver that asks for more time than is left gets one more attempt at the deadline
  const wanted = Math.min(command.now + (failure.afterMs ?? 0), deliverBy);
  const nextAt = Math.max(command.now + delay, wanted);
  return { attemptCount: before.attemptCount + 1, roundAttempts, shortened, nextAt, lastReason: failure.reason };
}
